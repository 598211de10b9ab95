/// The files in which the bank's core system says what it has booked, day by day: taken in as a stream, checked against
/// their trailer, kept in versions. Which one counts is decided here; what it is compared with is not.
@NullMarked
package cn.jiaozi.merchant.corefile;

import org.jspecify.annotations.NullMarked;
