/** What tests share: one running application, a client, fixtures that read as prose. */
package dev.enlist.support;
