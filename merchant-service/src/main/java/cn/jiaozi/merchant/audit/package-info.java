/// Who did what: the log of operators', merchants' and our own acts in this service, which grows and never changes.
/// What an act is called, and what is told of it, its feature decides.
@NullMarked
package cn.jiaozi.merchant.audit;

import org.jspecify.annotations.NullMarked;
