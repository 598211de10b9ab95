package cn.jiaozi.e2e.deployment;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Turns trees into Kubernetes' own types and refuses what the cluster would not know.
final class StrictModel {
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Stream.of(
                    ConfigMap.class,
                    Deployment.class,
                    Ingress.class,
                    NetworkPolicy.class,
                    PodDisruptionBudget.class,
                    Service.class,
                    ServiceAccount.class)
            .collect(toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new NoCatchAll())
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES)
            .build();

    /// Every model keeps unknown fields in a map of its own. Without that map an unknown field is an error.
    private static final class NoCatchAll extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    private StrictModel() {}

    static JsonNode tree(HasMetadata model) {
        return MAPPER.valueToTree(model);
    }

    static HasMetadata of(Map<String, Object> tree) {
        var kind = KINDS.get(String.valueOf(tree.get("kind")));
        if (kind == null) {
            throw new IllegalArgumentException("The kind of " + tree + " is not known here");
        }
        try {
            var model = MAPPER.convertValue(tree, kind);
            if (!HasMetadata.getApiVersion(kind).equals(model.getApiVersion())) {
                throw new IllegalArgumentException(
                        "The apiVersion of %s is not %s".formatted(tree, HasMetadata.getApiVersion(kind)));
            }
            return model;
        } catch (IllegalArgumentException e) {
            throw e.getCause() instanceof JsonMappingException cause
                    ? new IllegalArgumentException(
                            "%s %s: %s".formatted(kind.getSimpleName(), tree.get("metadata"), cause.getMessage()), e)
                    : e;
        }
    }
}
