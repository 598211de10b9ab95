package cn.jiaozi.merchant.corefile;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Takes a file in as it comes. There is no transaction around an upload, which may take minutes: batches of lines are
/// stored one by one, and the last transaction makes them count.
@Service
class UploadService {
    private final CoreFileStore files;
    private final CoreLineStore lines;
    private final CoreFileService versions;
    private final Clock clock;

    UploadService(CoreFileStore files, CoreLineStore lines, CoreFileService versions, Clock clock) {
        this.files = files;
        this.lines = lines;
        this.versions = versions;
        this.clock = clock;
    }

    /// @param pieces of the file, in whatever sizes they come
    Mono<Begun<CoreFile>> take(Caller caller, LocalDate date, String actId, Flux<byte[]> pieces) {
        return files.begin(date, actId, caller.party(), clock.instant())
                .flatMap(fileId -> stored(fileId, pieces)
                        .flatMap(totals -> versions.loaded(fileId, date, actId, caller.party(), totals))
                        .onErrorResume(
                                Problem.class, problem -> files.discard(fileId).then(Mono.error(problem))));
    }

    private Mono<Totals> stored(long fileId, Flux<byte[]> pieces) {
        return Mono.defer(() -> {
            var reader = new CoreFileReader(fileId);
            return pieces.concatMap(
                            piece -> Mono.justOrEmpty(reader.read(piece)).flatMap(lines::copy), 1)
                    .then(Mono.defer(() -> Mono.justOrEmpty(reader.rest()).flatMap(lines::copy)))
                    .then(Mono.fromSupplier(reader::end));
        });
    }
}
