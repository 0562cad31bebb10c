import Platform
import TestKit
import Testing

@Suite(
    "Real mounts",
    .enabled(if: MountNamespace.entrance != nil, "mounting is not allowed here"),
    .timeLimit(.minutes(2))
)
struct RealMountTests {
    @Test("Of two file systems mounted at one place the upper one is found; a path held open too")
    func overmount() throws {
        let scratch = try Scratch()
        let output = try MountNamespace.output(
            of: """
                mount -t tmpfs lower "$place" && mkdir "$place/inner" && cd "$place" &&
                mount -t tmpfs inner "$place/inner" &&
                mount -t tmpfs -o ro upper "$place" && "$probe" volume "$place" . ./inner
                """,
            place: scratch.path
        )
        #expect(
            output == """
                tmpfs upper ro \(scratch.path)
                tmpfs lower rw \(scratch.path)
                tmpfs inner rw \(scratch.path)/inner

                """
        )
    }

    @Test("Mount points with a space, a newline, a tab, a backslash and a # are found")
    func names() throws {
        let scratch = try Scratch()
        let output = try MountNamespace.output(
            of: #"""
                odd="$place/$(printf 'a b\nc\td\\e#f')" && mkdir "$odd" &&
                mount -t tmpfs 'x y' "$odd" && "$probe" volume "$odd"
                """#,
            place: scratch.path
        )
        #expect(output == "tmpfs x y rw \(scratch.path)/a b\\nc\\td\\\\e#f\n")
    }

    @Test("An unmount is told as such, and what lies below is watched in its place")
    func unmount() throws {
        let scratch = try Scratch()
        let output = try MountNamespace.output(
            of: """
                mkdir "$place/in" && mount -t tmpfs none "$place/in" && mkdir "$place/in/a" &&
                { "$probe" watch "$place/in" "$place/told" & } && mkdir -p "$place/in/b" &&
                until grep -qs started "$place/told"; do sleep 0.05; done &&
                umount "$place/in" && wait && cat "$place/told"
                """,
            place: scratch.path
        )
        #expect(output.contains("unmounted 1\n"), "it told: \(output)")
    }

    @Test("A file system mounted over the watched folder is noticed with the next wait")
    func mountedOver() throws {
        let scratch = try Scratch()
        let output = try MountNamespace.output(
            of: """
                mkdir -p "$place/in/a" &&
                { "$probe" watch "$place/in" "$place/told" & } &&
                until grep -qs started "$place/told"; do sleep 0.05; done &&
                mount -t tmpfs none "$place/in" && wait && cat "$place/told"
                """,
            place: scratch.path
        )
        #expect(output == "started 2\nfolderReplaced 1\n")
    }

    @Test("A folder that is mounted inside itself is watched once, and to the end")
    func circle() throws {
        let scratch = try Scratch()
        let output = try MountNamespace.output(
            of: """
                mkdir -p "$place/in/a/again" && mount --bind "$place/in" "$place/in/a/again" &&
                { "$probe" watch "$place/in" "$place/told" & } &&
                until grep -qs started "$place/told"; do sleep 0.05; done &&
                mount -t tmpfs none "$place/in" && wait && cat "$place/told"
                """,
            place: scratch.path
        )
        #expect(output == "started 2\nfolderReplaced 1\n")
    }
}
