package cn.jiaozi.sdk.qr;

import cn.jiaozi.sdk.qr.MalformedCode.Fault;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The data objects of a code or of a template in it: two digits of tag, two of length, the value. The length counts
/// characters, not bytes (EMV QRCPS-MPM), and here a character is a code point.
///
/// @param path tag of the template, or empty at the root
record DataObjects(String path, Map<String, String> values) {
    /// CRC, the last object at the root.
    static final String CHECKSUM = "63";

    private static final Pattern HEAD = Pattern.compile("(?<tag>[0-9]{2})(?<length>[0-9]{2})?");

    static DataObjects read(String path, String text) {
        var read = new DataObjects(path, new HashMap<>());
        int at = 0;
        while (at < text.length()) {
            at = read.add(text, at);
        }
        return read;
    }

    static String write(String tag, String value) {
        int length = value.codePointCount(0, value.length());
        return tag + (length < 10 ? "0" : "") + length + value;
    }

    String required(String tag) {
        return find(tag).orElseThrow(() -> wrong(tag, Fault.MISSING));
    }

    Optional<String> find(String tag) {
        return Optional.ofNullable(values.get(tag));
    }

    MalformedCode wrong(String tag, Fault fault) {
        return new MalformedCode(path.isEmpty() ? tag : path + "/" + tag, fault);
    }

    /// Adds the object that begins there, and says where it ends.
    private int add(String text, int at) {
        var head = HEAD.matcher(text).region(at, text.length());
        if (!head.lookingAt()) {
            throw wrong("??", Fault.MALFORMED);
        }
        String tag = head.group("tag");
        String digits = head.group("length");
        int length = digits == null ? 0 : Integer.parseInt(digits);
        if (length == 0 || text.codePointCount(head.end(), text.length()) < length) {
            throw wrong(tag, Fault.LENGTH);
        }
        int end = text.offsetByCodePoints(head.end(), length);
        if (values.put(tag, text.substring(head.end(), end)) != null) {
            throw wrong(tag, Fault.DUPLICATED);
        }
        if (path.isEmpty() && tag.equals(CHECKSUM) && end < text.length()) {
            throw wrong(tag, Fault.TRAILING);
        }
        return end;
    }
}
