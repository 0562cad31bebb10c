/* The slices of a film in two renditions: two splitters that may each want another way to make them,
   one task for both or one for each; two workers whose encoders do not fit together, which crash
   anywhere; and an observer that takes claims back from anybody. Who was taken for dead goes on, and
   pins. What becomes of one token is shown by spool-task.

   Shown: all batches go one way, each slice has one part of each rendition, all parts of a rendition
   are by one encoder, and nobody gets stuck.

   Must fail:
     -DEACH_BATCH_DECIDES  a splitter does not read how the first batch was published
     -DPINS_ANY_ORDER      a task of both renditions pins them in any order
     -DUNPINNED            parts are committed without a pin */

#define BATCHES 2
#define RUNGS 2
#define WORKERS 2
#ifndef LOSSES
#define LOSSES 1 /* claims that are taken back */
#endif

/* A task makes one rendition or both. */
#define BOTH RUNGS
#define KINDS (RUNGS + 1)
#define TASK(b, kind) ((b) * KINDS + (kind))
#define TASKS (BATCHES * KINDS)

#define WAITS 1
#define HELD(w) (2 + (w))
#define DONE (2 + WORKERS)
byte token[TASKS];

#define TOGETHER 1
#define APART 2
byte way[BATCHES]; /* batches/000b; 0 is not published */

byte pin[RUNGS];             /* pin.r<k>.json, by link(): 1 + worker */
byte part[BATCHES * RUNGS];  /* what is committed: 1 + worker */
byte losses;
#define PART(b, r) ((b) * RUNGS + (r))

/* A rename of a directory with its tokens: one winner, and what is there stays. */
inline publish(b, wanted) {
    atomic {
        if
        :: way[b] == 0 && wanted == TOGETHER ->
            way[b] = TOGETHER; token[TASK(b, BOTH)] = WAITS
        :: way[b] == 0 && wanted == APART ->
            way[b] = APART; token[TASK(b, 0)] = WAITS; token[TASK(b, 1)] = WAITS
        :: else
        fi;
        assert(b == 0 || way[b] == way[0])
    }
}

proctype splitter(bool may_die) {
    byte b, wanted;

    do
    :: b < BATCHES ->
        if
        :: may_die -> goto stop
        :: true
        fi;
        if
        :: wanted = TOGETHER
        :: wanted = APART
        fi;
#ifndef EACH_BATCH_DECIDES
        if
        :: way[0] != 0 -> wanted = way[0]
        :: else
        fi;
#endif
        publish(b, wanted);
        b++
    :: else -> break
    od;
stop:
    skip
}

#define CAN(b, kind) (token[TASK(b, kind)] == WAITS && !(foreign & (1 << (kind))))
#define MAY_CRASH \
    if \
    :: goto crash \
    :: true \
    fi

proctype worker(byte w) {
    byte b, kind, r, left;
    byte foreign; /* what this process knows that it cannot make */

end_look:
    atomic {
        if
        :: CAN(0, 0) -> b = 0; kind = 0
        :: CAN(0, 1) -> b = 0; kind = 1
        :: CAN(0, BOTH) -> b = 0; kind = BOTH
        :: CAN(1, 0) -> b = 1; kind = 0
        :: CAN(1, 1) -> b = 1; kind = 1
        :: CAN(1, BOTH) -> b = 1; kind = BOTH
        fi;
        token[TASK(b, kind)] = HELD(w);
        if
        :: kind == BOTH -> r = 0; left = RUNGS
        :: else -> r = kind; left = 1
        fi;
#ifdef PINS_ANY_ORDER
        if
        :: kind == BOTH -> r = RUNGS - 1
        :: true
        fi
#endif
    }
#ifdef UNPINNED
    left = 0;
#endif
    do
    :: left > 0 ->
        MAY_CRASH;
        atomic {
            if
            :: pin[r] == 0 -> pin[r] = 1 + w
            :: else
            fi;
            if
            :: pin[r] != 1 + w -> goto leave
            :: else
            fi;
            r = (r + 1) % RUNGS;
            left--
        }
    :: else -> break
    od;
    MAY_CRASH;
    atomic {
        if
        :: token[TASK(b, kind)] == HELD(w) ->
            token[TASK(b, kind)] = DONE;
            if
            :: kind == 0 || kind == BOTH -> assert(part[PART(b, 0)] == 0); part[PART(b, 0)] = 1 + w
            :: else
            fi;
            if
            :: kind == 1 || kind == BOTH -> assert(part[PART(b, 1)] == 0); part[PART(b, 1)] = 1 + w
            :: else
            fi
        :: else /* It was taken away meanwhile: the name of its token is another one. */
        fi;
        goto forget
    }
leave: /* The encoder here makes other headers: it is handed back, and left to others. */
    atomic {
        foreign = foreign | (1 << kind);
        if
        :: token[TASK(b, kind)] == HELD(w) -> token[TASK(b, kind)] = WAITS
        :: else
        fi;
        goto forget
    }
crash: /* Its claims are taken back, and it begins again without knowing anything. */
    atomic {
        foreign = 0;
        if
        :: token[TASK(b, kind)] == HELD(w) -> token[TASK(b, kind)] = WAITS
        :: else
        fi
    }
forget:
    atomic { b = 0; kind = 0; r = 0; left = 0; goto end_look }
}

#define MAY_BE_TAKEN(t) (losses < LOSSES && (token[t] == HELD(0) || token[t] == HELD(1)))

/* Takes a claim back from one that lives and goes on. */
proctype observer() {
    byte task;

end_look:
    atomic {
        if
        :: MAY_BE_TAKEN(0) -> task = 0
        :: MAY_BE_TAKEN(1) -> task = 1
        :: MAY_BE_TAKEN(2) -> task = 2
        :: MAY_BE_TAKEN(3) -> task = 3
        :: MAY_BE_TAKEN(4) -> task = 4
        :: MAY_BE_TAKEN(5) -> task = 5
        fi;
        token[task] = WAITS;
        losses++;
        task = 0;
        goto end_look
    }
}

init {
    atomic {
        run splitter(true);
        run splitter(false);
        run worker(0);
        run worker(1);
        run observer()
    }
    timeout;
    assert(part[PART(0, 0)] != 0 && part[PART(0, 0)] == part[PART(1, 0)]);
    assert(part[PART(0, 1)] != 0 && part[PART(0, 1)] == part[PART(1, 1)])
}
