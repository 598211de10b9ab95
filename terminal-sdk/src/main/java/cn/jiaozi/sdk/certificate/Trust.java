package cn.jiaozi.sdk.certificate;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who is believed: the holders of certificates that operators have issued whom the root has certified.
///
/// Times are asked for apart ([Certificate#isValidAt]), since a device without a network has only the clock
/// of the other side.
public final class Trust {
    /// Chains that are remembered as certified, so that those who are met often are checked once.
    private static final int REMEMBERED = 4_096;

    private final Certificate root;
    private final Set<Certificate> operators = ConcurrentHashMap.newKeySet();
    private final Set<Chain> chains = ConcurrentHashMap.newKeySet();

    /// @param root pinned: it came with the device or with its software, never with a message
    public Trust(Certificate root) {
        if (root.role() != CertificateRole.ROOT || !root.isSignedBy(root)) {
            throw new IllegalArgumentException("is not the certificate of a root");
        }
        this.root = root;
    }

    public Certificate root() {
        return root;
    }

    /// Whether its holder has been certified, in one of these roles, by that operator, and the operator by
    /// the root.
    public boolean believes(Chain chain, Set<CertificateRole> roles) {
        var holder = chain.holder();
        var operator = chain.operator();
        return roles.contains(holder.role())
                && operator.role().certifies(holder.role())
                && holder.operator().equals(operator.operator())
                && isCertified(chain);
    }

    /// Whether, besides, both certificates are valid at a time.
    public boolean believes(Chain chain, Set<CertificateRole> roles, Instant at) {
        return chain.holder().isValidAt(at) && chain.operator().isValidAt(at) && believes(chain, roles);
    }

    /// What is remembered never stops being true: times and roles are looked at apart.
    private boolean isCertified(Chain chain) {
        if (chains.contains(chain)) {
            return true;
        }
        boolean certified = certifies(chain.operator()) && chain.holder().isSignedBy(chain.operator());
        if (certified) {
            if (chains.size() >= REMEMBERED) {
                chains.clear();
            }
            chains.add(chain);
        }
        return certified;
    }

    /// Whether it is an operator's certificate by the root. There are few operators, and each is checked once.
    public boolean certifies(Certificate operator) {
        if (operators.contains(operator)) {
            return true;
        }
        boolean certified = operator.role() == CertificateRole.OPERATOR && operator.isSignedBy(root);
        if (certified) {
            operators.add(operator);
        }
        return certified;
    }
}
