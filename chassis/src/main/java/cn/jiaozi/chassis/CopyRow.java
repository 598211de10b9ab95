package cn.jiaozi.chassis;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/// A row as `COPY … (format binary)` sends it: for each column its length and its bytes, without a turn through text.
/// Columns are counted from 0.
public final class CopyRow {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// PostgreSQL counts days and microseconds from here.
    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
    private static final long EPOCH_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final int MICROS = 1_000_000;

    /// `PGCOPY`, flags and the length of nothing, in front of the first row.
    private static final int HEADER = 19;

    private byte[] message = new byte[0];
    private int[] at = new int[16];
    private int[] lengths = new int[16];
    private boolean begun;

    /// False for what ends the rows.
    boolean load(byte[] next) {
        message = next;
        int offset = begun ? 0 : HEADER;
        begun = true;
        int columns = (short) SHORT.get(next, offset);
        if (columns < 0) {
            return false;
        }
        if (columns > at.length) {
            at = Arrays.copyOf(at, columns);
            lengths = Arrays.copyOf(lengths, columns);
        }
        offset += Short.BYTES;
        for (int i = 0; i < columns; i++) {
            int length = (int) INT.get(next, offset);
            offset += Integer.BYTES;
            at[i] = offset;
            lengths[i] = length;
            offset += Math.max(0, length);
        }
        return true;
    }

    public boolean isNull(int column) {
        return lengths[column] < 0;
    }

    /// Of a `smallint`.
    public int int2(int column) {
        require(column, Short.BYTES);
        return (short) SHORT.get(message, at[column]);
    }

    /// Of an `int`.
    public int int4(int column) {
        require(column, Integer.BYTES);
        return (int) INT.get(message, at[column]);
    }

    /// Of a `bigint`.
    public long int8(int column) {
        require(column, Long.BYTES);
        return (long) LONG.get(message, at[column]);
    }

    private void require(int column, int length) {
        if (lengths[column] != length) {
            throw new IllegalStateException("column " + column + " has " + lengths[column] + " bytes, not " + length);
        }
    }

    public boolean bool(int column) {
        return message[at[column]] != 0;
    }

    public LocalDate date(int column) {
        return EPOCH.plusDays(int4(column));
    }

    /// The second of a `timestamptz`, counted from 1970.
    public long epochSecond(int column) {
        return EPOCH_SECOND + Math.floorDiv(int8(column), MICROS);
    }

    public Instant instant(int column) {
        return Instant.ofEpochSecond(epochSecond(column), 1000L * Math.floorMod(int8(column), MICROS));
    }

    public String text(int column) {
        return new String(message, at[column], lengths[column], StandardCharsets.UTF_8);
    }

    /// The array in which the column's bytes lie; not to be changed.
    public byte[] bytes() {
        return message;
    }

    public int at(int column) {
        return at[column];
    }

    /// Of the column's bytes, negative where there is no value.
    public int length(int column) {
        return lengths[column];
    }
}
