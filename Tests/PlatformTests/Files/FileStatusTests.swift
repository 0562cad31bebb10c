import CLinux
@testable import Platform
import Testing

@Suite("What a file system says of a file")
struct FileStatusTests {
    @Test("No number that it may answer is a trap")
    func extremes() {
        var answer = linux_status()
        answer.blocks = .max
        answer.size = .max
        answer.mode = .max
        answer.modified_seconds = .min
        let status = FileStatus(answer)
        #expect(status.allocatedBytes == .max)
        #expect(status.modified.seconds == .min)
        answer.blocks = 8
        #expect(FileStatus(answer).allocatedBytes == 4_096)
    }
}
