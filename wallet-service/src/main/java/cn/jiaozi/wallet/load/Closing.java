package cn.jiaozi.wallet.load;

import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import java.time.Instant;
import java.util.Base64;

/// What the chip said when it ended a load; recorded once and for ever.
///
/// @param remainderFen what it gave back
/// @param statement    with the chip's signature, in base64
record Closing(Point point, long remainderFen, String statement, Instant at) {
    static Closing of(Signed<Statement> statement, Instant now) {
        var said = statement.content();
        return new Closing(
                new Point(said.counter(), said.head()),
                said.balanceFen(),
                Base64.getEncoder().encodeToString(statement.encoded()),
                now);
    }

    /// The same words may be signed anew.
    boolean says(Statement other) {
        return Statement.readSigned(Base64.getDecoder().decode(statement))
                .content()
                .equals(other);
    }
}
