package cn.jiaozi.chassis;

/// Turns the rows of one [Copies#read] into a file. It is used once, by one thread after another, and may count.
public interface RowFormat {
    void begin(Bytes out);

    /// @param row is another one at the next call
    void row(CopyRow row, Bytes out);

    void end(Bytes out);
}
