package cn.jiaozi.merchant.review;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class ReviewController {
    private static final String PATH = "/v1/merchants/{merchantNo}/reviews/{id}";
    private static final String MERCHANT_NO = "[0-9]{15}";

    private final ReviewService reviews;
    private final Acts acts;

    ReviewController(ReviewService reviews, Acts acts) {
        this.reviews = reviews;
        this.acts = acts;
    }

    @PutMapping(PATH)
    Mono<ResponseEntity<Review.View>> review(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @ActId String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody Review.Content content,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return acts.put(prefer, reviews.review(caller, merchantNo, id, content), Mono::just)
                .map(answer -> ResponseEntity.status(answer.getStatusCode())
                        .headers(answer.getHeaders())
                        .body(Objects.requireNonNull(answer.getBody()).view()));
    }

    @GetMapping(PATH)
    Mono<Review.View> get(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @ActId String id,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return reviews.find(caller, merchantNo, id).map(Review::view);
    }
}
