package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.key.Signer;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Random;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/// A key that is the same in every run, and signs the same way each time.
final class FastKey implements Signer {
    private static final ECDomainParameters SM2 = new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));

    private final ECPrivateKeyParameters key;
    private final VerifyingKey verifying;
    private final SecureRandom random;

    FastKey(long seed) {
        random = new Repeatable(seed);
        key = new ECPrivateKeyParameters(new BigInteger(250, random).add(BigInteger.ONE), SM2);
        verifying = VerifyingKey.of(published(key));
    }

    @Override
    public VerifyingKey verifying() {
        return verifying;
    }

    @Override
    public synchronized byte[] sign(byte[] message) {
        try {
            var signer = new SM2Signer();
            signer.init(true, new ParametersWithRandom(key, random));
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String published(ECPrivateKeyParameters key) {
        try {
            var point = new FixedPointCombMultiplier()
                    .multiply(SM2.getG(), key.getD())
                    .normalize();
            var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, GMObjectIdentifiers.sm2p256v1);
            var info = new SubjectPublicKeyInfo(algorithm, point.getEncoded(false));
            return Base64.getEncoder().encodeToString(info.getEncoded("DER"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As random as a seed.
    private static final class Repeatable extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final Random random;

        Repeatable(long seed) {
            random = new Random(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }
    }
}
