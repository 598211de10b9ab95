package cn.jiaozi.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SamplesContractTest {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    record Message(Class<?> root, Class<?> type) {
        String name() {
            return type.getAnnotation(JsonTypeName.class).value();
        }

        @Override
        public String toString() {
            return name();
        }
    }

    static Stream<Message> messages() {
        return Stream.of(
                        PaymentEvent.class,
                        WalletEvent.class,
                        MerchantEvent.class,
                        LedgerRequest.class,
                        LedgerEvent.class,
                        LedgerDay.class,
                        Checkpoint.class,
                        Payee.class,
                        SignerKey.class,
                        PurseFact.class,
                        VoucherWork.class)
                .flatMap(root -> leaves(root).map(type -> new Message(root, type)));
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(SamplesContractTest::leaves)
                : Stream.of(type);
    }

    private static JsonNode sample(Message message) throws IOException {
        try (InputStream file = SamplesContractTest.class.getResourceAsStream("/samples/" + message.name() + ".json")) {
            return MAPPER.readTree(Objects.requireNonNull(file, "there is no sample of " + message.name()));
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsItsSampleAndWritesItAgain(Message message) throws IOException {
        JsonNode sample = sample(message);

        Object read = MAPPER.treeToValue(sample, message.root());

        assertThat(read).isInstanceOf(message.type());
        assertThat(MAPPER.readTree(MAPPER.writeValueAsString(read))).isEqualTo(sample);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void refusesAMissingComponentAndIgnoresAnUnknownOne(Message message) throws IOException {
        for (var component : message.type().getRecordComponents()) {
            ObjectNode without = (ObjectNode) sample(message).deepCopy();
            without.remove(component.getName());
            without.put("unheardOf", 1);
            if (List.of("java.util.Optional", "boolean")
                            .contains(component.getType().getName())
                    || component.getType().isPrimitive()) {
                continue;
            }
            assertThatThrownBy(() -> MAPPER.treeToValue(without, message.root()))
                    .as(component.getName())
                    .isInstanceOf(JacksonException.class);
        }
        ObjectNode more = (ObjectNode) sample(message).deepCopy();
        more.put("unheardOf", 1);
        assertThat(MAPPER.treeToValue(more, message.root()))
                .isEqualTo(MAPPER.treeToValue(sample(message), message.root()));
    }

    @Test
    void everyNameCarriesItsOwnerAndVersion() {
        assertThat(messages().map(Message::name))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+(\\.[a-z-]+)?\\.v\\d+"));
    }

    @Test
    void everyReasonSpeaksBothLanguages() {
        assertThat(Reason.values())
                .allMatch(reason -> reason.en().endsWith(".") && !reason.zh().isBlank());
    }
}
