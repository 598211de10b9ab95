package cn.jiaozi.local.token;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.local.Addresses;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentIssuerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path dir;

    private URI uri;
    private DevelopmentTokens tokens;
    private DevelopmentIssuer issuer;

    @BeforeEach
    void start() {
        var port = Addresses.random().issuer();
        uri = URI.create("http://localhost:" + port);
        tokens = DevelopmentTokens.open(dir.resolve("issuer.jwk"), uri);
        issuer = DevelopmentIssuer.start(port, tokens);
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void mintsWhatItsKeysVerify() throws Exception {
        var token = SignedJWT.parse(get("/token?sub=alice&roles=CUSTOMER,MERCHANT&seconds=60"));

        var claims = token.getJWTClaimsSet();
        assertThat(isGenuine(token)).isTrue();
        assertThat(claims.getSubject()).isEqualTo("alice");
        assertThat(claims.getIssuer()).isEqualTo(uri.toString());
        assertThat(claims.getAudience()).containsExactly("jiaozi");
        assertThat(claims.getStringListClaim("roles")).isEqualTo(List.of("CUSTOMER", "MERCHANT"));
        assertThat(claims.getExpirationTime()).isBefore(Date.from(Instant.now().plusSeconds(61)));
    }

    @Test
    void mintsBadTokensForTests() throws Exception {
        assertThat(isGenuine(SignedJWT.parse(tokens.wrongKey("alice", "CUSTOMER"))))
                .isFalse();
        var expired = SignedJWT.parse(tokens.expired("alice", "CUSTOMER"));
        assertThat(isGenuine(expired)).isTrue();
        assertThat(expired.getJWTClaimsSet().getExpirationTime()).isBefore(Date.from(Instant.now()));
        assertThat(SignedJWT.parse(tokens.wrongAudience("alice"))
                        .getJWTClaimsSet()
                        .getAudience())
                .doesNotContain("jiaozi");
        assertThat(SignedJWT.parse(tokens.wrongIssuer("alice"))
                        .getJWTClaimsSet()
                        .getIssuer())
                .isNotEqualTo(uri.toString());
    }

    @Test
    void keepsItsKeyForItsOwnerAlone() throws Exception {
        var again = DevelopmentTokens.open(dir.resolve("issuer.jwk"), uri);

        assertThat(again.publicKeys()).isEqualTo(tokens.publicKeys());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("issuer.jwk"))))
                .isEqualTo("rw-------");
    }

    @Test
    void saysThatItIsForDevelopment() throws Exception {
        assertThat(get("/.well-known/openid-configuration"))
                .contains("\"jiaozi_development\": true", uri + "/jwks.json");
        assertThat(get("/jwks.json")).doesNotContain("\"d\"");
    }

    private boolean isGenuine(SignedJWT token) throws Exception {
        var key = (ECKey) JWKSet.parse(get("/jwks.json")).getKeys().getFirst();
        return token.verify(new ECDSAVerifier(key));
    }

    private String get(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(uri.resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }
}
