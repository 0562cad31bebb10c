/* The publication of a directory in the place of an earlier one: a publisher that sleeps anywhere and
   dies anywhere, and one that brings it to its end at the same time. No rename puts a directory
   over another, so two names are exchanged, or the old one goes aside first where the file system
   cannot do that (-DNO_EXCHANGE). A directory is known by its content, E or N, and there is one of each.

   Shown: where names are exchanged E or N is at the result's name at all times; what was published
   never gives way to what was there before; N is never removed; in the end it has its name, and the
   folder in which it waited is gone. Nobody refuses a result for what another one does meanwhile.

   Must fail:
     -DUNCLAIMED       what is exchanged keeps the name that others know
     -DUNRESCUED       what was staged is removed without a look at what it is
     -DLISTED_LATE     it is listed behind the rescue, not before
     -DLOOKED_AT_TWO   what is read while it is exchanged is taken for somebody else's */

#ifndef PUBLISHERS
#define PUBLISHERS 2
#endif
#define LAST (PUBLISHERS - 1) /* does not die */

#define NONE 0
#define E 1
#define N 2

/* The result's name, and names in the job's folder: as it was staged, those that a publisher alone
   makes (each of them once, here two in turn), and where the old one goes. */
#define TARGET 0
#define STAGED 1
#define OWN(p, round) (2 + (p) * 2 + (round))
#define OLD(p) (2 + 2 * PUBLISHERS + (p))
#define NAMES (2 + 3 * PUBLISHERS)
byte dir[NAMES];
bool is_published, is_recorded, is_cleared;

#define CHECK_TARGET \
    if \
    :: dir[TARGET] == N -> is_published = true \
    :: dir[TARGET] == E -> assert(!is_published) \
    :: dir[TARGET] == NONE -> CHECK_GAP \
    fi
#ifdef NO_EXCHANGE
#define CHECK_GAP skip
#else
#define CHECK_GAP assert(false)
#endif

/* To a name that must be free; into the folder only while it is there. */
inline rename(source, target, is_done) {
    atomic {
        if
        :: dir[source] != NONE && dir[target] == NONE && (target == TARGET || !is_cleared) ->
            dir[target] = dir[source];
            dir[source] = NONE;
            is_done = true
        :: else -> is_done = false
        fi;
        CHECK_TARGET
    }
}

inline exchange(name) {
    atomic {
        if
        :: dir[name] != NONE && dir[TARGET] != NONE ->
            seen = dir[name];
            dir[name] = dir[TARGET];
            dir[TARGET] = seen
        :: else
        fi;
        CHECK_TARGET
    }
}

/* N by its content, under whatever name; 0 where it is not in the folder. */
inline find(source) {
    atomic {
        source = NAMES - 1;
        do
        :: source > 0 && dir[source] != N -> source--
        :: else -> break
        od
    }
}

/* What is in the folder now. */
inline list_folder() {
    atomic {
        source = 1;
        do
        :: source < NAMES ->
            if
            :: dir[source] != NONE -> going = going | (1 << (source - 1))
            :: else
            fi;
            source++
        :: else -> break
        od;
        source = 0
    }
}

/* Whoever is killed leaves everything as it is. */
#define MAY_DIE \
    if \
    :: p != LAST -> goto dead \
    :: true \
    fi

proctype publisher(byte p) {
    byte seen, source, own, round;
    byte going; /* a bit for each name */
    bool is_done;

look:
    MAY_DIE;
    seen = dir[TARGET];
    atomic {
        if
        :: seen == dir[TARGET]
        :: seen != dir[TARGET] -> /* It changed while it was read. */
#ifdef LOOKED_AT_TWO
            assert(false);
#endif
            goto look
        fi;
        if
        :: seen == N -> is_recorded = true; goto clear
        :: else
        fi;
        find(source);
        if
        :: source == 0 -> goto again
        :: else
        fi
    }
    MAY_DIE;
    if
    :: seen == NONE -> rename(source, TARGET, is_done); goto again
    :: else
    fi;
    atomic {
#ifdef UNCLAIMED
        own = source;
#else
        own = OWN(p, round);
        round = 1 - round;
        rename(source, own, is_done);
        if
        :: !is_done -> goto again
        :: else
        fi
#endif
    }
    MAY_DIE;
    atomic {
        if
        :: dir[own] != N -> goto again
        :: else
        fi
    }
    MAY_DIE;
    atomic {
        if
        :: dir[TARGET] != E -> goto again
        :: else
        fi
    }
    MAY_DIE;
#ifdef NO_EXCHANGE
    atomic {
        rename(TARGET, OLD(p), is_done);
        if
        :: !is_done -> goto again
        :: else
        fi
    }
    MAY_DIE;
    atomic {
        if
        :: dir[OLD(p)] == N -> source = OLD(p) /* Not what it had looked at. */
        :: else -> source = own
        fi
    }
    MAY_DIE;
    rename(source, TARGET, is_done);
#else
    exchange(own);
#endif
again:
    atomic { seen = NONE; source = 0; own = 0; is_done = false; goto look }

clear:
    atomic { seen = NONE; source = 0; own = 0; is_done = false }
    MAY_DIE;
#ifndef LISTED_LATE
    list_folder();
#endif
#ifndef UNRESCUED
    MAY_DIE;
    atomic {
        if
        :: dir[TARGET] == NONE -> find(source)
        :: else
        fi
    }
    MAY_DIE;
    atomic {
        if
        :: source != 0 -> rename(source, TARGET, is_done)
        :: else
        fi;
        source = 0; is_done = false
    }
#endif
#ifdef LISTED_LATE
    list_folder();
#endif
    do
    :: going != 0 ->
        MAY_DIE;
        atomic {
            source = 1;
            do
            :: !(going & (1 << (source - 1))) -> source++
            :: else -> break
            od;
            going = going & ~(1 << (source - 1));
            assert(dir[source] != N);
            dir[source] = NONE;
            source = 0
        }
    :: else -> break
    od;
    MAY_DIE;
    atomic {
        source = 1;
        do
        :: source < NAMES && dir[source] == NONE -> source++
        :: else -> break
        od;
        if
        :: source == NAMES -> is_cleared = true
        :: else
        fi;
        source = 0;
        /* The sweep comes again as long as anything is left. */
        if
        :: p == LAST && !is_cleared -> goto clear
        :: else
        fi
    }
dead:
    atomic { seen = NONE; source = 0; own = 0; round = 0; going = 0; is_done = false }
}

init {
    atomic {
        dir[TARGET] = E;
        dir[STAGED] = N;
        run publisher(0);
#if PUBLISHERS > 2
        run publisher(1);
#endif
        run publisher(LAST)
    }
    timeout;
    assert(dir[TARGET] == N && is_recorded && is_cleared)
}
