package cn.jiaozi.merchant.paper;

/// The bank that gives receipts.
///
/// @param operator its three-digit code
public record Issuer(String name, String operator) {
    /// Ourselves by name; of others we know the code.
    String institution(String code) {
        return code.equals(operator) ? name + " (" + code + ")" : code;
    }
}
