/// What crosses a service boundary: events, requests to the ledger, reasons, topics and the chart of accounts.
/// A record here is the wire format. No business rule beyond "this value is well-formed".
@NullMarked
package cn.jiaozi.contracts;

import org.jspecify.annotations.NullMarked;
