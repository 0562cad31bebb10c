import Model
import Testing

@testable import Platform

@Suite("What events mean for the watches")
struct WatchTreeTests {
    /// Watch 1 is /in, 2 is /in/a, 3 is /in/a/b, all listed.
    static var tree: WatchTree {
        var tree = WatchTree(top: "/in")
        _ = tree.attach(1, at: .top)
        _ = tree.attach(2, at: .below(1, "a"))
        _ = tree.attach(3, at: .below(2, "b"))
        for watch: Int32 in 1...3 { tree.setListed(watch) }
        return tree
    }

    @Test("What happens to files means: look at their directory", arguments: fileEvents)
    func files(kinds: WatchEvent.Kinds) {
        var tree = WatchTreeTests.tree
        #expect(tree.apply(event(3, kinds, "film")) == [.look("/in/a/b")])
    }

    static let fileEvents: [WatchEvent.Kinds] = [
        .created, .closedAfterWriting, .movedTo, .movedFrom, .deleted, .attributes,
    ]

    @Test("A new directory is to be covered", arguments: [WatchEvent.Kinds.created, .movedTo])
    func arrives(kinds: WatchEvent.Kinds) {
        var tree = WatchTreeTests.tree
        #expect(
            tree.apply(event(2, [kinds, .isDirectory], "c"))
                == [.look("/in/a"), .cover(.below(2, "c"))]
        )
    }

    @Test("A directory that leaves ends all watches below it, and their last events mean nothing")
    func leaves() {
        var tree = WatchTreeTests.tree
        let actions = tree.apply(event(1, [.movedFrom, .isDirectory], "a"))
        #expect(actions == [.look("/in"), .gone("/in/a"), .unwatch(2), .unwatch(3)])
        #expect(tree.count == 1)
        #expect(tree.apply(event(3, .created, "late")) == [])
        #expect(tree.apply(event(2, .selfMoved)) == [])
        #expect(tree.apply(event(2, .watchGone)) == [])
        #expect(tree.apply(event(3, .watchGone)) == [])
        #expect(tree.remembered == 0)
    }

    @Test("A watch that is met under another name goes there, with all below it")
    func rebound() {
        var tree = WatchTreeTests.tree
        #expect(tree.attach(2, at: .below(1, "z")) == (.new, []))
        #expect(tree.path(of: 3) == "/in/z/b")
        // The news of the move itself comes late and harms nothing.
        #expect(
            tree.apply(event(1, [.movedFrom, .isDirectory], "a")) == [.look("/in"), .gone("/in/a")]
        )
        #expect(tree.path(of: 2) == "/in/z")
    }

    @Test("A watch met again at its place need not be listed again, if it was listed")
    func known() {
        var tree = WatchTreeTests.tree
        #expect(tree.attach(3, at: .below(2, "b")) == (.known, []))
        #expect(tree.attach(4, at: .below(3, "c")) == (.new, []))
        #expect(tree.attach(4, at: .below(3, "c")) == (.new, []))
    }

    @Test("Another directory at a known place ends the watches of the one before")
    func displaced() {
        var tree = WatchTreeTests.tree
        #expect(tree.attach(9, at: .below(1, "a")) == (.new, [2, 3]))
        #expect(tree.path(of: 9) == "/in/a")
        #expect(tree.count == 2)
    }

    @Test("What comes up out of a directory into its place is kept")
    func raised() {
        var tree = WatchTreeTests.tree
        #expect(tree.attach(3, at: .below(1, "a")) == (.new, [2]))
        #expect(tree.path(of: 3) == "/in/a")
    }

    @Test("A directory that is mounted inside itself makes no circle")
    func circle() {
        var tree = WatchTreeTests.tree
        #expect(tree.attach(1, at: .below(3, "again")) == (.loop, []))
        #expect(tree.attach(2, at: .below(3, "again")) == (.loop, []))
        #expect(tree.path(of: 3) == "/in/a/b")
    }

    @Test("A deleted directory is forgotten; its own news may come before its parent's or after")
    func deleted() {
        var tree = WatchTreeTests.tree
        #expect(tree.apply(event(3, .selfDeleted)) == [.look("/in/a"), .unwatch(3)])
        #expect(tree.apply(event(3, .watchGone)) == [])
        #expect(
            tree.apply(event(2, [.deleted, .isDirectory], "b"))
                == [.look("/in/a"), .gone("/in/a/b")]
        )
        #expect(tree.count == 2)
    }

    @Test("Changed permissions are a reason to try again only where there is no watch yet")
    func permissions() {
        var tree = WatchTreeTests.tree
        let change: WatchEvent.Kinds = [.attributes, .isDirectory]
        #expect(tree.apply(event(1, change, "a")) == [.look("/in")])
        #expect(
            tree.apply(event(1, change, "closed")) == [.look("/in"), .cover(.below(1, "closed"))]
        )
        #expect(tree.apply(event(2, change)) == [.look("/in/a")])
    }

    @Test("A moved directory that is still known is looked for at its place")
    func movedItself() {
        var tree = WatchTreeTests.tree
        #expect(tree.apply(event(3, .selfMoved)) == [.cover(.below(2, "b"))])
    }

    @Test("What makes the watch unreliable asks for a new beginning, with its reason")
    func unreliable() {
        let cases: [(WatchEvent, [WatchAction])] = [
            (event(-1, .queueOverflow), [.rebuild(.queueOverflow)]),
            (event(2, .unmounted), [.rebuild(.unmounted)]),
            (event(2, .watchGone), [.unwatch(3), .rebuild(.watchLost)]),
            (event(99, .created, "x"), [.unwatch(99), .rebuild(.unknownEvent)]),
            (event(1, .selfMoved), [.rebuild(.folderReplaced)]),
            (event(1, .selfDeleted), [.rebuild(.folderReplaced)]),
        ]
        for (event, actions) in cases {
            var tree = WatchTreeTests.tree
            #expect(tree.apply(event) == actions)
        }
        var tree = WatchTreeTests.tree
        #expect(tree.apply(event(99, .watchGone)) == [])
    }

    @Test("During a rebuild old watches are passed over until met again; the others end with it")
    func rebuild() {
        var tree = WatchTreeTests.tree
        tree.reset()
        #expect(tree.apply(event(2, .created, "film")) == [])
        #expect(tree.attach(1, at: .top) == (.new, []))
        #expect(tree.attach(3, at: .below(1, "moved")) == (.new, []))
        #expect(tree.apply(event(3, .created, "film")) == [.look("/in/moved")])
        #expect(tree.sweep() == [2])
        #expect(tree.apply(event(2, .created, "film")) == [])
        #expect(tree.apply(event(2, .watchGone)) == [])
        #expect(tree.remembered == 0)
    }

    @Test("After an overflow the lost ends of watches are not waited for")
    func bounded() {
        var tree = WatchTreeTests.tree
        _ = tree.forget(.below(1, "a"))
        tree.queueIsEmpty()
        #expect(tree.remembered == 2)
        _ = tree.apply(event(-1, .queueOverflow))
        tree.queueIsEmpty()
        #expect(tree.remembered == 0)
    }

    private func event(
        _ watch: Int32,
        _ kinds: WatchEvent.Kinds,
        _ name: FileName? = nil
    ) -> WatchEvent {
        WatchEvent(watch: watch, kinds: kinds, name: name)
    }
}
