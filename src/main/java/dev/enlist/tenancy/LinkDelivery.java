package dev.enlist.tenancy;

/** Whether links for people can be mailed. Implemented by the module that sends mail. */
public interface LinkDelivery {

    /** Whether a mail server and a sender are configured. */
    boolean isConfigured();
}
