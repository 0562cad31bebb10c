/* The protocol of the spool as models for spin. `make model` checks them, and that their broken
   variants fail; docs/spool-format.md says the same in words, and the names are those of Sources/Spool.

   This file is the volume. Each model defines its names and includes it:
     spool-task.pml    one task: claim, suspicion, take-back, hand-back, commit, give-up, reject
     spool-batch.pml   batches: publication by a late splitter, sweep of tmp/, close
     spool-job.pml     one job: merge, cancel, publish, record, retry, close, and the same job again
   Two more need no volume: spool-renditions.pml and spool-exchange.pml, of films in several sizes.

   What the volume does, each at any time (measured over NFS, but for the last):
     - rename, link, mkdir and exclusive creation have one winner;
     - a reply is lost: it happened, and the caller is told of an error, be it ENOENT or EEXIST;
     - a call fails and nothing happened;
     - a listing misses an entry that moves; it never shows one that was not there.
   A request that is done late, when its sender is dead or was told of an error, is one of these: its
   sender paused before it and died after it, or its reply was lost. */

#define OK 0
#define ERROR 1

/* A name is a bit: there is such a file or there is not. */
bit there[NAMES];

/* On the server. No token ever lands on another one: that would be a task less. */
inline move(from, to) {
    if
    :: there[from] ->
        assert(!there[to]);
        there[from] = 0;
        there[to] = 1;
        MOVED(from, to)
    :: else
    fi
}

inline rename(source, target, reply) {
    atomic {
        reply = ERROR;
        if
        :: there[source] -> move(source, target); reply = OK
        :: there[source] -> move(source, target)
        :: skip
        fi
    }
}

/* Whether a listing shows the name. */
inline list(name, is_seen) {
    if
    :: atomic { there[name] -> is_seen = true }
    :: is_seen = false
    fi
}
