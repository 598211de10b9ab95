/// Certificates under which terminals take payments without a network. Whether a terminal that has one is still
/// in service, its key's announcements say.
@NullMarked
package cn.jiaozi.merchant.certificate;

import org.jspecify.annotations.NullMarked;
