package cn.jiaozi.sdk.receipt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An entry of the ledger as it is hashed: what moved, when, in the open; who and why as commitments
/// ([Commitments]). The constructor throws [IllegalArgumentException] for what the text cannot say.
///
/// @param height place in the ledger, from 1
/// @param kind   what the entry did: `POST`, `HOLD`, `CAPTURE`, … ; an upper-case word
/// @param type   the transaction's type, `P2P`, `TOP_UP`, … ; an upper-case word
/// @param date   the accounting date
/// @param at     in microseconds, between the years 1970 and 9999
/// @param id     commitment of the entry's id, field [Commitments#ID]
/// @param ends   height of the hold that a `CAPTURE` or `VOID` ends
public record EntryText(
        long height, String kind, String type, LocalDate date, Instant at, Hash id, OptionalLong ends, List<Leg> legs) {
    private static final String HEAD = "jiaozi";
    private static final String TITLE = "entry 1";
    private static final int LENGTH_BESIDE_LEGS = 288;
    private static final int LENGTH_OF_LEG = 160;

    /// An amount from one account to another.
    ///
    /// @param debit     commitment of the address that is debited, field [Commitments#debit]
    /// @param credit    commitment of the address that is credited, field [Commitments#credit]
    /// @param amountFen more than 0
    public record Leg(Hash debit, Hash credit, long amountFen) {
        public Leg {
            Texts.check(amountFen > 0, "an amount is not positive");
        }
    }

    public EntryText {
        legs = List.copyOf(legs);
        Texts.check(height > 0, "height is not positive");
        Texts.checkWord(kind, "kind");
        Texts.checkWord(type, "type");
        Texts.checkDate(date);
        Texts.checkInstant(at);
        Texts.check(
                ends.isEmpty() || (ends.getAsLong() > 0 && ends.getAsLong() < height), "ends is not an earlier height");
    }

    /// The one text of this entry, in ASCII.
    public String text() {
        var text = new StringBuilder(LENGTH_BESIDE_LEGS + LENGTH_OF_LEG * legs.size());
        Texts.line(text, HEAD, TITLE);
        Texts.line(text, "height", height);
        Texts.line(text, "kind", kind);
        Texts.line(text, "type", type);
        Texts.line(text, "date", date);
        Texts.line(text, "at", at);
        Texts.line(text, "id", id);
        if (ends.isPresent()) {
            Texts.line(text, "ends", ends.getAsLong());
        }
        for (int i = 0; i < legs.size(); i++) {
            var leg = legs.get(i);
            text.append("leg ").append(i + 1).append(' ');
            leg.debit.into(text);
            text.append(' ');
            leg.credit.into(text);
            text.append(' ').append(leg.amountFen).append('\n');
        }
        return text.toString();
    }

    /// Throws [IllegalArgumentException] for any text that [#text()] does not write.
    public static EntryText parse(String text) {
        var reader = new Texts.Reader(text);
        Texts.check(reader.value(HEAD).equals(TITLE), "The text does not begin with \"" + HEAD + " " + TITLE + "\"");
        var entry = new EntryText(
                reader.number("height"),
                reader.value("kind"),
                reader.value("type"),
                reader.date("date"),
                reader.instant("at"),
                reader.hash("id"),
                reader.follows("ends") ? OptionalLong.of(reader.number("ends")) : OptionalLong.empty(),
                legs(reader));
        Texts.check(entry.text().equals(text), "The text of an entry is not written in the one way");
        return entry;
    }

    private static List<Leg> legs(Texts.Reader reader) {
        var legs = new ArrayList<Leg>();
        while (reader.follows("leg")) {
            var words = List.of(reader.value("leg").split(" ", -1));
            Texts.check(words.size() == 4, "A leg has not four values");
            legs.add(new Leg(
                    Hash.parse(words.get(1)),
                    Hash.parse(words.get(2)),
                    Texts.Reader.number("the amount of a leg", words.get(3))));
        }
        return legs;
    }

    /// The leaf of this entry in its block's tree: SM3(0x00 || text).
    public Hash leafHash() {
        return Merkle.leaf(text().getBytes(StandardCharsets.US_ASCII));
    }

    /// What the entry commits to under a field's name; empty for a name that it has not.
    public Optional<Hash> commitment(String field) {
        if (field.equals(Commitments.ID)) {
            return Optional.of(id);
        }
        for (int i = 0; i < legs.size(); i++) {
            if (field.equals(Commitments.debit(i + 1))) {
                return Optional.of(legs.get(i).debit);
            }
            if (field.equals(Commitments.credit(i + 1))) {
                return Optional.of(legs.get(i).credit);
            }
        }
        return Optional.empty();
    }
}
