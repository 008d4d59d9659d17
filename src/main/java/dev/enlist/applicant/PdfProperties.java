package dev.enlist.applicant;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the PDF copies.
 *
 * @param fontDirectories searched for fonts of scripts that DejaVu Sans lacks, such as Thai, Devanagari and Han; those that do
 *                        not exist are ignored
 */
@ConfigurationProperties("enlist.pdf")
record PdfProperties(
        @DefaultValue({"/usr/share/fonts", "/usr/local/share/fonts"})
        List<String> fontDirectories) {}
