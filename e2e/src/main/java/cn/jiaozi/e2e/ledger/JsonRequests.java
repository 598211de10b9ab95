package cn.jiaozi.e2e.ledger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import cn.jiaozi.contracts.LedgerRequest;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// Requests as they stand on the topic. Digits are put into a copy of a written request, since whoever makes the load
/// works on the same processors as what is measured.
final class JsonRequests implements Requests<byte[]> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int DIGITS = 16;
    /// Numbers that occur nowhere else in a request.
    private static final long NUMBER = 7_654_321_987_654_321L;

    private static final Pair PAIR = new Pair(1_654_321_987, 1_543_219_876);

    private final Template post;
    private final Template hold;
    private final Template capture;

    JsonRequests(LedgerRequests requests) {
        post = new Template(write(requests.post(NUMBER, PAIR)));
        hold = new Template(write(requests.hold(NUMBER, PAIR)));
        capture = new Template(write(requests.capture(NUMBER)));
    }

    static byte[] write(LedgerRequest request) {
        return JSON.writerFor(LedgerRequest.class).writeValueAsBytes(request);
    }

    @Override
    public byte[] post(long number, Pair pair) {
        return post.with(number, pair);
    }

    @Override
    public byte[] hold(long number, Pair pair) {
        return hold.with(number, pair);
    }

    @Override
    public byte[] capture(long number) {
        return capture.with(number, PAIR);
    }

    private static final class Template {
        private final byte[] text;
        private final List<Integer> numbers;
        private final List<Integer> debits;
        private final List<Integer> credits;

        Template(byte[] text) {
            this.text = text;
            var readable = new String(text, ISO_8859_1);
            numbers = places(readable, NUMBER);
            debits = places(readable, PAIR.debit());
            credits = places(readable, PAIR.credit());
        }

        byte[] with(long number, Pair pair) {
            var copy = text.clone();
            numbers.forEach(place -> put(copy, place, number));
            debits.forEach(place -> put(copy, place, pair.debit()));
            credits.forEach(place -> put(copy, place, pair.credit()));
            return copy;
        }

        private static List<Integer> places(String text, long number) {
            var digits = "%016d".formatted(number);
            var places = new ArrayList<Integer>();
            for (int at = text.indexOf(digits); at >= 0; at = text.indexOf(digits, at + DIGITS)) {
                places.add(at);
            }
            return List.copyOf(places);
        }

        private static void put(byte[] text, int place, long number) {
            long rest = number;
            for (int i = place + DIGITS - 1; i >= place; i--) {
                text[i] = (byte) ('0' + (rest % 10));
                rest /= 10;
            }
        }
    }
}
