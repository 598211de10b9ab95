package cn.jiaozi.sdk.upload;

import cn.jiaozi.sdk.client.JiaoziClient;
import cn.jiaozi.sdk.client.Reply;
import cn.jiaozi.sdk.receipt.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Brings a batch to the bank. It may be called again after any failure, with the same id and the same batch, and
/// then sends what is missing alone.
public final class Upload {
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]{6,32}");
    private static final String OCTETS = "application/octet-stream";
    private static final int NOT_FOUND = 404;
    private static final JsonFactory JSON = new JsonFactory();

    private final JiaoziClient client;

    public Upload(JiaoziClient client) {
        this.client = client;
    }

    /// The last reply: to the last piece when everything is there, or the first one that is not a success.
    ///
    /// Throws what [JiaoziClient#put] throws, and [IllegalStateException] when the bank does not say which
    /// pieces of this batch it misses.
    ///
    /// @param id the uploader's own for this batch, never used for another one
    public Reply send(String id, Batch batch) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("An id has 6 to 32 characters of 0-9 A-Z a-z _ -");
        }
        var path = "/v1/voucher-batches/" + id;
        var reply = client.get(path);
        if (reply.status() == NOT_FOUND) {
            var announced = client.put(path, announcement(batch));
            if (!isSuccess(announced)) {
                return announced;
            }
            reply = client.get(path);
        }
        if (!isSuccess(reply)) {
            return reply;
        }
        for (int number : missing(reply, batch.pieces().size())) {
            var piece = batch.pieces().get(number).encoded();
            reply = client.put(path + "/pieces/" + number, piece, OCTETS);
            if (!isSuccess(reply)) {
                return reply;
            }
        }
        return reply;
    }

    private static boolean isSuccess(Reply reply) {
        return reply.status() / 100 == 2;
    }

    /// Nothing in it needs escaping.
    private static byte[] announcement(Batch batch) {
        var pieces = batch.hashes().stream().map(Hash::hex).collect(Collectors.joining("\",\"", "[\"", "\"]"));
        var json = new StringBuilder("{\"header\":\"")
                .append(base64(batch.header().encoded()))
                .append("\",\"certificate\":\"")
                .append(batch.uploader().holder().encoded())
                .append("\",\"operator\":\"")
                .append(batch.uploader().operator().encoded())
                .append("\",\"pieces\":")
                .append(pieces);
        batch.statement()
                .ifPresent(statement -> json.append(",\"statement\":\"")
                        .append(base64(statement.encoded()))
                        .append('"'));
        return json.append('}').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// The member `missing`; whatever else the bank says is passed over.
    private static List<Integer> missing(Reply reply, int pieces) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), reply.body())) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "answers with no object");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = parser.currentName().equals("missing");
                if (parser.nextToken() == JsonToken.START_ARRAY && found) {
                    var missing = new ArrayList<Integer>();
                    while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                        int number = parser.getIntValue();
                        require(number >= 0 && number < pieces, "misses piece " + number + " of " + pieces);
                        missing.add(number);
                    }
                    require(parser.currentToken() == JsonToken.END_ARRAY, "misses what is no number");
                    return missing;
                }
                parser.skipChildren();
            }
        } catch (JacksonException e) {
            throw new IllegalStateException("The bank answers with no JSON", e);
        }
        throw new IllegalStateException("The bank does not say which pieces it misses");
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalStateException("The bank " + otherwise);
        }
    }
}
