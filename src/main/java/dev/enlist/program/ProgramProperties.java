package dev.enlist.program;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param publicByAnybody whether every organization may offer programs to all others; else the one that runs the
 *                        installation alone
 */
@ConfigurationProperties("enlist.programs")
record ProgramProperties(@DefaultValue("false") boolean publicByAnybody) {}
