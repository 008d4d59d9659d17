package dev.enlist.notifications;

/** The branding of messages. Implemented by the module that manages branding; without one, messages have none. */
public interface EmailBrandingSource {

    /** The branding of a program instance of the workspace in scope, completed by that of its organization. */
    EmailBranding ofInstance(String programInstanceId);
}
