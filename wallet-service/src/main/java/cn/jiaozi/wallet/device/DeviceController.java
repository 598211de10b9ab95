package cn.jiaozi.wallet.device;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.sdk.key.KeyRequest;
import cn.jiaozi.sdk.key.VerifyingKey;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/// A customer's own devices; nobody sees or touches another's.
@RestController
@RequestMapping("/v1/devices")
class DeviceController {
    private final DeviceService devices;

    DeviceController(DeviceService devices) {
        this.devices = devices;
    }

    /// @param certificateRequest PKCS #10 in PEM, signed by the key that it asks for: P-256 or SM2
    record DeviceRequest(
            @Pattern(
                    regexp = "(?!\\s)[^\\p{C}\\p{Zl}\\p{Zp}]{1,64}",
                    message = "must have 1 to 64 printable characters")
            String name,

            String certificateRequest) {}

    record DeviceView(
            String id,
            String name,
            String keyId,
            DeviceState state,
            Instant registeredAt,
            Optional<Instant> revokedAt) {
        static DeviceView of(Device device) {
            return new DeviceView(
                    device.deviceId(),
                    device.name(),
                    device.keyId(),
                    device.state(),
                    device.registeredAt(),
                    device.revokedAt());
        }
    }

    /// @param devices all that are active, and the newest of those that are not
    record DeviceList(List<DeviceView> devices) {}

    @PutMapping("/{id}")
    Mono<ResponseEntity<DeviceView>> register(
            Caller caller, @ActId @PathVariable String id, @Valid @RequestBody DeviceRequest request) {
        caller.require(Role.CUSTOMER);
        return devices.register(caller, id, request.name(), proven(request.certificateRequest()))
                .map(DeviceController::answer);
    }

    @PutMapping("/{id}/revocation")
    Mono<ResponseEntity<DeviceView>> revoke(Caller caller, @ActId @PathVariable String id) {
        caller.require(Role.CUSTOMER);
        return devices.revoke(caller, id).map(DeviceController::answer);
    }

    @GetMapping("/{id}")
    Mono<DeviceView> get(Caller caller, @ActId @PathVariable String id) {
        caller.require(Role.CUSTOMER);
        return devices.find(caller.party(), id).map(DeviceView::of);
    }

    @GetMapping
    Mono<DeviceList> list(Caller caller) {
        caller.require(Role.CUSTOMER);
        return devices.list(caller.party())
                .map(all -> new DeviceList(all.stream().map(DeviceView::of).toList()));
    }

    private static VerifyingKey proven(String certificateRequest) {
        try {
            return KeyRequest.proven(certificateRequest);
        } catch (IllegalArgumentException wrong) {
            throw Problem.badRequest("/certificateRequest", String.valueOf(wrong.getMessage()));
        }
    }

    private static ResponseEntity<DeviceView> answer(DeviceService.Put put) {
        return ResponseEntity.status(put.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                .body(DeviceView.of(put.device()));
    }
}
