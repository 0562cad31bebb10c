import Model
import Platform

/// `Move` and `DirectoryExchange` on the simulated volume: the same steps, in the same order.
struct SimulatedMove: Sendable {
    let world: World
    let machine: SimulatedVolume

    /// Others go on meanwhile, as while a large film is read.
    func sleep() {
        guard world.readingTakes > 0 else { return }
        machine.sleep(microseconds: Int64(world.generator.number(below: world.readingTakes)))
    }

    /// By a name that only this caller could have made.
    func claim(_ source: Path, as unique: Path) throws(SystemError) -> Bool {
        do throws(SystemError) {
            try machine.rename(source, to: unique)
            return true
        } catch {
            let trouble = error
            if try machine.entry(at: unique) != nil { return true }
            if (try? machine.status(of: unique)) != nil { return true }
            guard trouble.errno == .noSuchFile else { throw trouble }
            return false
        }
    }

    /// To a name that must be free.
    func exclusively(_ source: Path, _ inode: Int, to target: Path) throws(SystemError) -> Bool {
        do throws(SystemError) {
            try machine.renameExclusively(source, to: target)
            return true
        } catch {
            if try isThere(inode, at: target) { return true }
            if error.errno == .exists { return false }
            guard error.errno == .invalidArgument else { throw error }
        }
        do throws(SystemError) {
            try machine.rename(source, to: target)
            return true
        } catch {
            if try isThere(inode, at: target) { return true }
            guard [.notEmpty, .exists, .notADirectory].contains(error.errno) else { throw error }
            return false
        }
    }

    /// False where the volume cannot exchange two names.
    private func exchange(
        _ source: Path,
        _ inode: Int,
        with target: Path
    ) throws(SystemError) -> Bool {
        do throws(SystemError) {
            try machine.exchange(source, with: target)
            return true
        } catch {
            if try isThere(inode, at: target) { return true }
            guard error.errno == .invalidArgument else { throw error }
            return false
        }
    }

    /// Puts what was made in the place of what was looked at, unless that has changed since.
    func replace(
        _ target: Path,
        _ inode: Int,
        with made: Path,
        aside old: Path
    ) throws(SystemError) {
        let own = try machine.status(of: made).inode
        guard try machine.status(of: target).inode == inode else { return }
        sleep()
        if try exchange(made, own, with: target) { return }
        guard try claim(target, as: old) else { return }
        sleep()
        let moved = try machine.status(of: old).inode
        guard moved == inode else {
            _ = try exclusively(old, moved, to: target)
            return
        }
        _ = try exclusively(made, own, to: target)
    }

    private func isThere(_ inode: Int, at target: Path) throws(SystemError) -> Bool {
        guard let found = try machine.entry(at: target) else { return false }
        return found == inode
    }
}
