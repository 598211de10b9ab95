/// A till and a phone that a person plays by hand (`./jiaozi terminal`, `./jiaozi app`). They know what a maker of such
/// devices knows: the SDK and the gateway's interface. Of the machine they take an address and development tokens.
@NullMarked
package cn.jiaozi.e2e.hand;

import org.jspecify.annotations.NullMarked;
