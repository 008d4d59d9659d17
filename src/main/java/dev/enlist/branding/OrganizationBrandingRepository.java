package dev.enlist.branding;

import org.springframework.data.jpa.repository.JpaRepository;

interface OrganizationBrandingRepository extends JpaRepository<OrganizationBranding, String> {}
