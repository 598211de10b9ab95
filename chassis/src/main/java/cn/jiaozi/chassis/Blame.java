package cn.jiaozi.chassis;

import io.r2dbc.spi.R2dbcException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import reactor.netty.channel.AbortedException;

/// Who is to blame when a batch fails: the world around it, which is waited for, or a record in it, which is singled
/// out. Where the database refuses the data itself (SQLSTATE class 22: bad value, 23: broken constraint) and where a
/// decision throws, it is a record; everything else that a database, a broker or a network says is the world.
public final class Blame {
    private Blame() {}

    public static boolean isOfTheWorld(Throwable error) {
        for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof R2dbcException sql) {
                @Nullable String state = sql.getSqlState();
                return state == null || !(state.startsWith("22") || state.startsWith("23"));
            }
            // The driver's and the server's channel may close under them without a word of their own.
            if (cause instanceof AbortedException
                    || cause instanceof TimeoutException
                    || cause instanceof IOException
                    || cause instanceof InterruptedException
                    || cause instanceof TransientDataAccessException
                    || cause instanceof DataAccessResourceFailureException
                    || cause instanceof CannotCreateTransactionException) {
                return true;
            }
        }
        return false;
    }
}
