package cn.jiaozi.sdk.receipt;

/// What opens a commitment of an entry: personal data, for those alone whom it concerns.
///
/// @param field [Commitments#ID], [Commitments#debit] or [Commitments#credit] of a leg
/// @param key   of this field in this entry
/// @param value what the entry says there, such as an account's address
public record Opening(String field, Hash key, String value) {
    /// SM3(0x02 || key || UTF-8 of the value): what must stand in the entry.
    public Hash commitment() {
        return Commitments.commitment(key, value);
    }
}
