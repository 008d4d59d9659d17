package dev.enlist.branding;

import org.springframework.data.jpa.repository.JpaRepository;

interface InstanceBrandingRepository extends JpaRepository<InstanceBranding, String> {}
