package cn.jiaozi.sdk.receipt;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// An entry of the ledger with nothing hidden: what auditors are told, and what the ledger hashes once it has hidden
/// who and why.
///
/// @param id   business id, step and attempt, with spaces between
/// @param ends height of the entry that this one ends or reverses
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ClearEntry(
        long height,
        String kind,
        String type,
        LocalDate date,
        Instant at,
        String id,
        OptionalLong ends,
        List<Leg> legs) {
    /// An amount from one account to another, by their addresses.
    public record Leg(String debit, String credit, long amountFen) {
        static Leg read(Json json) {
            return new Leg(json.string("debit"), json.string("credit"), json.number("amountFen"));
        }
    }

    public ClearEntry {
        legs = List.copyOf(legs);
    }

    static ClearEntry read(Json json) {
        try {
            return new ClearEntry(
                    json.number("height"),
                    json.string("kind"),
                    json.string("type"),
                    LocalDate.parse(json.string("date")),
                    Instant.parse(json.string("at")),
                    json.string("id"),
                    json.has("ends") ? OptionalLong.of(json.number("ends")) : OptionalLong.empty(),
                    json.objects("legs", Leg::read));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("A date or a time is none: " + e.getMessage(), e);
        }
    }

    /// Whether it has posted its legs; what is held, given back or expired has moved nothing.
    public boolean hasPosted() {
        return switch (kind) {
            case "POST", "CAPTURE", "REVERSE" -> true;
            default -> false;
        };
    }

    /// As it is hashed: with everything hidden that may be personal data. Throws [IllegalArgumentException] for what
    /// the text of an entry cannot say.
    public EntryText hide(Commitments.Secret secret) {
        var commitments = new Commitments(secret, height);
        var hidden = new ArrayList<EntryText.Leg>(legs.size());
        for (int i = 0; i < legs.size(); i++) {
            var leg = legs.get(i);
            hidden.add(new EntryText.Leg(
                    commitments.commit(Commitments.debit(i + 1), leg.debit()),
                    commitments.commit(Commitments.credit(i + 1), leg.credit()),
                    leg.amountFen()));
        }
        return new EntryText(
                height, kind, type, date, at, commitments.commit(Commitments.ID, id), ends, List.copyOf(hidden));
    }
}
