package cn.jiaozi.wallet.number;

/// A phone number as E.164; eleven digits that start with 1 are a mainland number.
public final class Phone {
    public static final String PATTERN = "1[3-9][0-9]{9}|\\+[1-9][0-9]{6,14}";

    private Phone() {}

    public static String normalized(String phone) {
        return phone.startsWith("+") ? phone : "+86" + phone;
    }

    /// As banks in the mainland write it.
    public static String national(String phone) {
        return phone.startsWith("+86") ? phone.substring(3) : phone;
    }

    public static String masked(String phone) {
        var shown = national(phone);
        return shown.substring(0, Math.max(0, shown.length() - 8)) + "****" + shown.substring(shown.length() - 4);
    }
}
