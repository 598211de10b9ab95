package cn.jiaozi.merchant.paper;

/// An amount in the characters that cannot be altered (人民币大写), by the PBoC's rules for filling in bills and
/// settlement vouchers (支付结算办法, annex 1): 整 after yuan and jiao, none after fen; a 零 for zeros between digits,
/// one however many they are, and after yuan where there are fen and no jiao.
final class Capitals {
    private static final String DIGITS = "零壹贰叁肆伍陆柒捌玖";
    private static final String[] UNITS = {"", "拾", "佰", "仟"};
    private static final long WAN = 10_000;
    private static final long YI = 100_000_000;

    private Capitals() {}

    /// Throws [IllegalArgumentException] for nothing and for less: nobody has a receipt of that.
    static String of(long fen) {
        if (fen <= 0) {
            throw new IllegalArgumentException("No amount to write: " + fen);
        }
        long yuan = fen / 100;
        int jiao = (int) (fen / 10 % 10);
        int cents = (int) (fen % 10);
        var words = new StringBuilder("人民币");
        if (yuan > 0) {
            words.append(number(yuan)).append('元');
        }
        if (jiao > 0) {
            words.append(DIGITS.charAt(jiao)).append('角');
        } else if (cents > 0 && yuan > 0) {
            words.append('零');
        }
        return cents > 0
                ? words.append(DIGITS.charAt(cents)).append('分').toString()
                : words.append('整').toString();
    }

    private static String number(long number) {
        if (number >= YI) {
            return number(number / YI) + '亿' + rest(number % YI, YI / 10);
        }
        if (number >= WAN) {
            return number(number / WAN) + '万' + rest(number % WAN, WAN / 10);
        }
        return upToThousands((int) number);
    }

    /// @param full from here on no place is empty in front of it
    private static String rest(long rest, long full) {
        if (rest == 0) {
            return "";
        }
        return rest < full ? '零' + number(rest) : number(rest);
    }

    private static String upToThousands(int number) {
        var words = new StringBuilder();
        boolean isGap = false;
        for (int place = 3, one = 1000; place >= 0; place--, one /= 10) {
            int digit = number / one % 10;
            if (digit == 0) {
                isGap = !words.isEmpty();
                continue;
            }
            if (isGap) {
                words.append('零');
                isGap = false;
            }
            words.append(DIGITS.charAt(digit)).append(UNITS[place]);
        }
        return words.toString();
    }
}
