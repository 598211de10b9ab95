package cn.jiaozi.sdk.receipt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;

/// The header of a block of entries as it is hashed and signed. It fixes its entries, and through `blocks` every
/// block before it. The constructor throws [IllegalArgumentException] for what the text cannot say.
///
/// @param ledger   name of the ledger: letters, digits and `.`, `_`, `-`, at most 64
/// @param number   from 1, without gaps
/// @param first    height of the first entry
/// @param last     height of the last entry, at least `first`
/// @param entries  root of the tree over the [EntryText#leafHash] of the entries
/// @param previous [#hash()] of the block before; [Hash#ZERO] for block 1
/// @param blocks   root of the tree over [#hash()] of the blocks 1 to `number - 1`; [Merkle#EMPTY] for block 1
/// @param at       when it was closed, in microseconds, between the years 1970 and 9999
/// @param key      id of the key that signs it, [cn.jiaozi.sdk.key.VerifyingKey#id()]
public record BlockText(
        String ledger,
        long number,
        long first,
        long last,
        Hash entries,
        Hash previous,
        Hash blocks,
        Instant at,
        String key) {
    private static final String HEAD = "jiaozi";
    private static final String TITLE = "block 1";
    private static final Pattern LEDGER = Pattern.compile("[0-9A-Za-z._-]{1,64}");
    private static final Pattern KEY = Pattern.compile("[0-9A-Za-z_-]{43}");
    private static final int LENGTH = 512;

    public BlockText {
        Texts.check(LEDGER.matcher(ledger).matches(), "ledger is not a name");
        Texts.check(number > 0, "number is not positive");
        Texts.check(first > 0 && last >= first, "first and last are not the heights of a block");
        Texts.check((number == 1) == previous.equals(Hash.ZERO), "previous is zero in block 1, and there alone");
        Texts.check((number == 1) == blocks.equals(Merkle.EMPTY), "blocks is of no block in block 1, and there alone");
        Texts.checkInstant(at);
        Texts.check(KEY.matcher(key).matches(), "key is not the id of a key");
    }

    /// The one text of this header, in ASCII.
    public String text() {
        var text = new StringBuilder(LENGTH);
        Texts.line(text, HEAD, TITLE);
        Texts.line(text, "ledger", ledger);
        Texts.line(text, "number", number);
        Texts.line(text, "first", first);
        Texts.line(text, "last", last);
        Texts.line(text, "entries", entries);
        Texts.line(text, "previous", previous);
        Texts.line(text, "blocks", blocks);
        Texts.line(text, "at", at);
        Texts.line(text, "key", key);
        return text.toString();
    }

    /// Throws [IllegalArgumentException] for any text that [#text()] does not write.
    public static BlockText parse(String text) {
        var reader = new Texts.Reader(text);
        Texts.check(reader.value(HEAD).equals(TITLE), "The text does not begin with \"" + HEAD + " " + TITLE + "\"");
        var block = new BlockText(
                reader.value("ledger"),
                reader.number("number"),
                reader.number("first"),
                reader.number("last"),
                reader.hash("entries"),
                reader.hash("previous"),
                reader.hash("blocks"),
                reader.instant("at"),
                reader.value("key"));
        Texts.check(block.text().equals(text), "The text of a block is not written in the one way");
        return block;
    }

    /// By which later blocks refer to this one: SM3(0x00 || text).
    public Hash hash() {
        return Merkle.leaf(text().getBytes(StandardCharsets.US_ASCII));
    }

    /// Number of entries.
    public long size() {
        return last - first + 1;
    }
}
