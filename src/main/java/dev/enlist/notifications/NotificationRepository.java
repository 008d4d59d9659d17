package dev.enlist.notifications;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

interface NotificationRepository extends JpaRepository<Notification, String>, JpaSpecificationExecutor<Notification> {}
