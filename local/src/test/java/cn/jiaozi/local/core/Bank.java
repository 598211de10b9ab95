package cn.jiaozi.local.core;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The simulator's HTTP interface as its clients see it.
final class Bank {
    record Reply(int status, JsonNode body) {
        String text(String field) {
            return body.path(field).asString("");
        }

        long number(String field) {
            return body.path(field).asLong();
        }
    }

    static final String ACCOUNT = "6222020000000001";

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final URI uri;

    Bank(URI uri) {
        this.uri = uri;
    }

    Reply debit(String requestId, long amountFen) {
        return transfer(requestId, "DEBIT", ACCOUNT, amountFen);
    }

    Reply credit(String requestId, long amountFen) {
        return transfer(requestId, "CREDIT", ACCOUNT, amountFen);
    }

    Reply transfer(String requestId, String kind, String accountNo, long amountFen) {
        return put("/core/v1/transfers/" + requestId, """
                {"kind": "%s", "accountNo": "%s", "amountFen": %d, "walletId": "0020000000000014"}
                """.formatted(kind, accountNo, amountFen));
    }

    Reply query(String requestId) {
        return get("/core/v1/transfers/" + requestId);
    }

    Reply sendBack(String requestId, String reason) {
        return put("/core/v1/transfers/" + requestId + "/return", "{\"reason\": \"" + reason + "\"}");
    }

    long balanceFen() {
        return get("/core/v1/accounts/" + ACCOUNT).number("balanceFen");
    }

    Reply faults(String json) {
        return put("/core/v1/faults", json);
    }

    Reply get(String path) {
        return send(HttpRequest.newBuilder(uri.resolve(path)).GET());
    }

    Reply put(String path, String json) {
        return send(HttpRequest.newBuilder(uri.resolve(path)).PUT(BodyPublishers.ofString(json)));
    }

    Reply post(String path, String json) {
        return send(HttpRequest.newBuilder(uri.resolve(path)).POST(BodyPublishers.ofString(json)));
    }

    private static Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    CLIENT.send(request.timeout(Duration.ofSeconds(2)).build(), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), JSON.readTree(response.body()));
        } catch (java.io.IOException e) {
            throw new LostReply(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The connection broke, or nothing came in time.
    static final class LostReply extends RuntimeException {
        private static final long serialVersionUID = 1;

        LostReply(Exception cause) {
            super(cause);
        }
    }
}
