/// The door: who is calling, which acts their roles may ask for at all, and which service serves them.
/// It knows no wallet and no merchant: whether this caller may touch that thing is decided where the thing lives.
@NullMarked
package cn.jiaozi.gateway;

import org.jspecify.annotations.NullMarked;
