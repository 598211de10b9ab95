package cn.jiaozi.sdk.qr;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// CRC-16/CCITT-FALSE over the text in UTF-8: polynomial 1021, begins with FFFF (ISO/IEC 13239, EMV QRCPS-MPM).
final class Checksum {
    private static final int POLYNOMIAL = 0x1021;
    private static final int INITIAL = 0xFFFF;

    private Checksum() {}

    /// Four hexadecimal digits in upper case.
    static String of(String text) {
        int crc = INITIAL;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            crc ^= (b & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
            }
        }
        return HexFormat.of().withUpperCase().toHexDigits((short) crc);
    }
}
