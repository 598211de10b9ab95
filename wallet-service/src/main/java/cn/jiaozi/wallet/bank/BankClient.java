package cn.jiaozi.wallet.bank;

import cn.jiaozi.contracts.Reason;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/// The bank's core system. Nothing that goes wrong here is an exception to the caller: it is an answer that was lost.
@Component
public class BankClient {
    private final WebClient http;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private final Duration timeout;

    private record TransferBody(BankTransfer.Direction kind, String accountNo, long amountFen, String walletId) {}

    private record TransferAnswer(
            @Nullable String requestId,
            @Nullable String state,
            @Nullable String reason,
            @Nullable String bankRef) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record VerifyBody(String accountNo, String name, Optional<String> idNo, Optional<String> phone) {}

    private record ReturnsAnswer(@Nullable List<ReturnAnswer> returns) {
        /// Numbers have no gaps; from where they do on, nothing is believed.
        List<BankReturn> sound(long after) {
            var sound = new ArrayList<BankReturn>();
            for (var answer : returns == null ? List.<ReturnAnswer>of() : returns) {
                if (answer.number() != after + 1 + sound.size()) {
                    break;
                }
                sound.add(new BankReturn(
                        answer.number(),
                        Objects.requireNonNullElse(answer.requestId(), ""),
                        answer.amountFen(),
                        Objects.requireNonNullElse(answer.reason(), ""),
                        Objects.requireNonNullElse(answer.bankRef(), "")));
            }
            return List.copyOf(sound);
        }
    }

    private record ReturnAnswer(
            long number,
            @Nullable String requestId,
            long amountFen,
            @Nullable String reason,
            @Nullable String bankRef) {}

    private record VerifyAnswer(
            @Nullable Boolean match, @Nullable String reason) {}

    BankClient(CoreSettings settings, CircuitBreakerRegistry breakers, BulkheadRegistry bulkheads) {
        // More connections than calls: one whose answer was lost is closed, not waited for.
        var connections = ConnectionProvider.builder("core").maxConnections(128).build();
        http = WebClient.builder()
                .baseUrl(settings.url().toString())
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(connections)))
                .build();
        breaker = breakers.circuitBreaker("core");
        bulkhead = bulkheads.bulkhead("core");
        timeout = settings.timeout();
    }

    /// Asks for a transfer; the same request id again is safe.
    public Mono<BankAnswer> transfer(BankTransfer transfer) {
        return http.put()
                .uri("/core/v1/transfers/{id}", transfer.requestId())
                .bodyValue(new TransferBody(
                        transfer.direction(), transfer.accountNo(), transfer.amountFen(), transfer.walletId()))
                .exchangeToMono(response -> answer(response, transfer.requestId()))
                .transform(this::guarded)
                .onErrorResume(error -> Mono.just(new BankAnswer.Lost(why(error))));
    }

    /// Asks what became of a transfer.
    public Mono<BankAnswer> query(String requestId) {
        return http.get()
                .uri("/core/v1/transfers/{id}", requestId)
                .exchangeToMono(response -> answer(response, requestId))
                .transform(this::guarded)
                .onErrorResume(error -> Mono.just(new BankAnswer.Lost(why(error))));
    }

    /// What was sent back after that number, in the order of numbers; nothing also where the core does not answer, for
    /// then it is asked again.
    public Mono<List<BankReturn>> returns(long after, int atMost) {
        return http.get()
                .uri("/core/v1/returns?after={after}&limit={limit}", after, atMost)
                .exchangeToMono(response -> response.statusCode().is2xxSuccessful()
                        ? response.bodyToMono(ReturnsAnswer.class).map(answer -> answer.sound(after))
                        : BankClient.<List<BankReturn>>unexpected(response))
                .transform(this::guarded)
                .onErrorResume(error -> Mono.just(List.of()));
    }

    /// Asks whether an account belongs to the person or organization who names it. Changes nothing, so it may be
    /// repeated.
    public Mono<Verification> verify(String accountNo, String name, Optional<String> idNo, Optional<String> phone) {
        return http.post()
                .uri("/core/v1/accounts/verify")
                .bodyValue(new VerifyBody(accountNo, name, idNo, phone))
                .exchangeToMono(response -> response.statusCode().is2xxSuccessful()
                        ? response.bodyToMono(VerifyAnswer.class).map(BankClient::verification)
                        : unexpected(response))
                .transform(this::guarded)
                .onErrorResume(error -> Mono.just(new Verification.Unavailable(why(error))));
    }

    private <T> Mono<T> guarded(Mono<T> call) {
        return call.timeout(timeout)
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .transformDeferred(BulkheadOperator.of(bulkhead));
    }

    private static Mono<BankAnswer> answer(ClientResponse response, String requestId) {
        HttpStatusCode status = response.statusCode();
        if (status.value() == 404 || status.is2xxSuccessful()) {
            return response.bodyToMono(TransferAnswer.class).map(body -> meaning(body, requestId));
        }
        return unexpected(response);
    }

    /// An answer for another request ends nothing.
    private static BankAnswer meaning(TransferAnswer body, String requestId) {
        if ("NOT_FOUND".equals(body.state())) {
            return new BankAnswer.NotFound();
        }
        if (!requestId.equals(body.requestId())) {
            return new BankAnswer.Lost("the answer is for another request");
        }
        if ("DONE".equals(body.state()) && body.bankRef() != null) {
            return new BankAnswer.Done(body.bankRef());
        }
        if ("REFUSED".equals(body.state())) {
            return new BankAnswer.Refused(refusal(body.reason()));
        }
        return new BankAnswer.Lost("the answer has the state " + body.state());
    }

    private static Reason refusal(@Nullable String reason) {
        return switch (reason) {
            case "INSUFFICIENT_FUNDS" -> Reason.BANK_INSUFFICIENT_FUNDS;
            case "ACCOUNT_NOT_FOUND" -> Reason.BANK_ACCOUNT_NOT_FOUND;
            case "ACCOUNT_FROZEN" -> Reason.BANK_ACCOUNT_FROZEN;
            case null, default -> Reason.BANK_REFUSED;
        };
    }

    private static Verification verification(VerifyAnswer answer) {
        if (answer.match() == null) {
            return new Verification.Unavailable("the answer says neither yes nor no");
        }
        return answer.match()
                ? new Verification.Matched()
                : new Verification.Mismatched(
                        switch (answer.reason()) {
                            case "NAME_MISMATCH" -> Reason.NAME_MISMATCH;
                            case "PHONE_MISMATCH" -> Reason.PHONE_MISMATCH;
                            case "ACCOUNT_NOT_FOUND" -> Reason.BANK_ACCOUNT_NOT_FOUND;
                            case "ACCOUNT_FROZEN" -> Reason.BANK_ACCOUNT_FROZEN;
                            case null, default -> Reason.KYC_FAILED;
                        });
    }

    private static <T> Mono<T> unexpected(ClientResponse response) {
        return response.createException().flatMap(Mono::error);
    }

    private static String why(Throwable error) {
        return error.getClass().getSimpleName();
    }
}
