# Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Commands for programs lowered by Pawl, for gdb: `pawl gdb PROGRAM`, or `source .../pawl.py`.

  pawl-tasks         every task of the process: what it waits for, and its chain of awaits
  pawl-stack [TASK]  the chain of awaits of the task that runs in this thread, or of TASK (its name)

`next` over an await that suspends stops when the coroutine goes on behind it, or in the one that
awaits it when it has ended (`set pawl-next off`: in the loop).

What is read: `pawl_debugger_view` (runtime/src/debugger_view.h) leads to the tasks, and the static
data of a frame's step function (`frame_description` in pawl/lowered_frame.h) to its lines.  No
function of the program is called, so all of it works on core files.
"""
import re

import gdb

VERSION = 1
POINTER = 8
HEADER = 2 * POINTER
# The members of debugger_view behind its version, in their order.
VIEW = ["loops", "loop_next", "loop_current", "loop_tasks", "node_next", "registration_task",
        "task_root", "task_waiting", "task_completion", "task_name", "task_number", "task_file",
        "task_line", "task_future_wait", "future_wait_target", "waiter_frame", "completion_task"]
# A body's way out leads over fewer lines than this.
MOST_STEPS = 100
# Task chains and chains of awaits longer than this are cut.
MOST_FRAMES = 1000


def read(address, size=POINTER):
    memory = gdb.selected_inferior().read_memory(address, size)
    return int.from_bytes(bytes(memory), "little")


def read_text(address):
    return gdb.Value(address).cast(gdb.lookup_type("char").pointer()).string() if address else ""


def symbol_at(address):
    """The name of what is at `address`, demangled, without an offset."""
    text = gdb.execute(f"info symbol {address:#x}", to_string=True)
    found = re.match(r"(.*?)(?: \+ \d+)? in section ", text)
    return found.group(1) if found else ""


class View:
    """Where the tasks are."""

    def __init__(self):
        try:
            address = int(gdb.parse_and_eval("(unsigned long)&pawl_debugger_view"))
            version = read(address)
        except gdb.error:
            raise gdb.GdbError("no Pawl runtime in this process") from None
        if version != VERSION:
            raise gdb.GdbError(f"the program's runtime has version {version} of what this script "
                               f"reads, which knows {VERSION}: use the script that came with it")
        for number, name in enumerate(VIEW):
            setattr(self, name, read(address + (1 + number) * POINTER))

    def tasks(self):
        loop = self.loops
        while loop:
            head = loop + self.loop_tasks
            node = read(head + self.node_next)
            while node != head:
                yield Task(self, read(node + self.registration_task), loop)
                node = read(node + self.node_next)
            loop = read(loop + self.loop_next)


class Task:
    def __init__(self, view, address, loop):
        self.view, self.address = view, address
        self.runs = read(loop + view.loop_current) == address

    def field(self, name, size=POINTER):
        return read(self.address + getattr(self.view, name), size)

    def name(self):
        text = self.field("task_name")
        if not text:
            return f"Task-{self.field('task_number')}"
        memory = gdb.selected_inferior().read_memory(read(text), read(text + POINTER))
        return bytes(memory).decode(errors="replace")

    def title(self, names):
        text = f"Task '{self.name()}'"
        line = self.field("task_line", 4)
        if line:
            text += f" created at {read_text(self.field('task_file'))}:{line}"
        if self.runs:
            return text + ", which runs"
        waiting = self.field("task_waiting")
        if not waiting:
            return text + ", which is ready"
        future = self.address + self.view.task_future_wait
        if future <= waiting < future + 4 * POINTER:
            target = read(future + self.view.future_wait_target)
            if target in names:
                return text + f" waits for Task '{names[target]}'"
            return text + f" waits for {class_of(target)}"
        return text + f" waits for {class_of(waiting)}"

    def frame(self):
        """The header of the innermost suspended frame, or of the outermost if that is not known."""
        waiting = self.field("task_waiting")
        return read(waiting + self.view.waiter_frame) if waiting else self.field("task_root")


def class_of(address):
    name = symbol_at(read(address)) if address else ""
    name = re.sub(r"^vtable for ", "", name)
    return re.sub(r"\bpawl::detail::", "pawl::", name) or "something"


class Description:
    """The constant data of a frame's step function."""
    cache = {}

    def __init__(self, value):
        self.function = value["function"].string() if value["function"] else None
        self.file = value["file"].string() if value["file"] else None
        self.last_line = int(value["last_line"])
        self.lines = [int(value["lines"][i]) for i in range(int(value["line_count"]))]
        self.state_offset = int(value["state_offset"])
        self.continuation_offset = int(value["continuation_offset"])
        self.state_mask = int(value["state_mask"])

    @staticmethod
    def of(header):
        """That of the frame at `header`; none if it was not lowered, or is done, or there is no
        debug information of it."""
        if not header or not symbol_at(read(header)).startswith("pawl::lowered::resume_frame"):
            return None
        step = read(header - POINTER)
        if step not in Description.cache:
            Description.cache[step] = Description.find(step)
        return Description.cache[step]

    def lines_but(self, symtab, header):
        """The lines of the function but the one on which the frame at `header` is suspended: files,
        lines and the header.  `symtab` is one of the same unit."""
        state = read(header + self.state_offset, 4) & self.state_mask
        first, last = self.lines[0] + 1, self.last_line
        return [(self.file, line, header) for line in sorted(symtab.linetable().source_lines())
                if first <= line <= last and line != self.lines[state]]

    @staticmethod
    def find(step):
        return Description.in_block(gdb.block_for_pc(step))

    @staticmethod
    def in_block(block):
        """That of the frames whose bodies are run by the function of `block`."""
        while block:
            for symbol in block:
                if symbol.name == "of_frames":
                    return Description(symbol.value().dereference())
            if block.function:
                return None
            block = block.superblock
        return None


def suspended(header):
    """The chain of awaits from the suspended frame `header` outwards, a line for each."""
    for _ in range(MOST_FRAMES):
        description = Description.of(header)
        if not description:
            step = symbol_at(read(header - POINTER)) if header else ""
            if "pawl::lowered::frame<" in step:
                yield "(a coroutine that was compiled without -g)"
            return
        state = read(header + description.state_offset, 4) & description.state_mask
        if description.function and state < len(description.lines):
            yield f"{description.function} at {description.file}:{description.lines[state]}"
        if not description.continuation_offset:
            return
        header = read(header + description.continuation_offset)


class Body:
    """A coroutine's body on the native stack."""

    def __init__(self, frame):
        self.frame = frame
        # All that Pawl adds counts as the line of its first variable.  g++ gives the first
        # instructions of a lambda a line of its own choice.
        self.beginning = {0}
        self.block = frame.block()
        while True:
            self.beginning.update(v.line for v in self.block if v.name == "_pawl_keep")
            if self.block.function is not None:
                break
            self.block = self.block.superblock
        self.beginning.add(gdb.find_pc_line(self.block.start).line)
        self.file = frame.find_sal().symtab.filename if frame.find_sal().symtab else ""
        self.slots = frame.read_var("_pawl_f").referenced_value()
        self.header = int(self.slots["_pawl_c"]["header"].address)
        self.line = self.user_line(frame)

    def user_line(self, frame):
        """The line of the user's text that a frame is at.  What suspends counts as the body's
        beginning; the state says what is awaited there."""
        line = frame.find_sal().line
        if frame.level() == 0 or line not in self.beginning:
            return line
        try:
            description = Description.in_block(frame.older().block())
            return description.lines[int(self.slots["_pawl_c"]["state"]) & description.state_mask]
        except (AttributeError, IndexError, RuntimeError):
            return line

    @staticmethod
    def of(frame):
        """That of a native frame; none if it is not a body."""
        function = frame.function() if frame.is_valid() else None
        if not function or frame.type() == gdb.INLINE_FRAME:
            return None
        try:
            return Body(frame)
        except (ValueError, gdb.error):
            return None

    def lines_but(self, line):
        """The lines of the user's text in the body, but `line`: files, lines and the header."""
        symtab = self.block.function.symtab
        lines = {entry.line for entry in symtab.linetable()
                 if self.block.start <= entry.pc < self.block.end}
        return [(symtab.filename, other, self.header) for other in lines - self.beginning - {line}]

    def name(self):
        # The body is a lambda within the function, or within the entry that Pawl made of it.
        symbol = symbol_at(self.block.start)
        bodies_in = list(re.finditer(r"::(?:\{lambda\([^{}]*_pawl_slots&|\$_\d+::operator)", symbol))
        outer = symbol[:bodies_in[-1].start()] if bodies_in else symbol
        outer = re.sub(r"\[abi:[^\]]*\]", "", outer)
        if re.search(r"::operator\(\)\(.*\)( const)?$", outer):
            return "lambda"
        outer = re.sub(r"_pawl_(?:call|body)_(\w+?)_\d+\b", r"\1", without_groups(outer))
        return outer.split("::")[-1].split(" ")[-1]


def without_groups(name):
    """A demangled name without what stands in parentheses and angle brackets."""
    depth, text = 0, ""
    for character in name:
        depth += character in "(<"
        text += "" if depth else character
        depth -= character in ")>"
    return re.sub(r" const$", "", text)


def bodies(frame):
    """The bodies on the native stack from `frame` outwards."""
    while frame is not None and frame.is_valid():
        body = Body.of(frame)
        if body:
            yield body
        frame = frame.older()


def print_chain(lines):
    for number, line in enumerate(lines):
        print(f"  #{number:<2} {line}")


def current_chain(frame):
    """The chain of what runs: bodies on the native stack, then those that wait for them."""
    last = None
    for body in bodies(frame):
        yield f"{body.name()} at {body.file}:{body.line}"
        last = body
    if last:
        description = Description.of(last.header)
        if description and description.continuation_offset:
            yield from suspended(read(last.header + description.continuation_offset))


class Tasks(gdb.Command):
    """Prints every task of the process: what it waits for, and its chain of awaits."""

    def __init__(self):
        super().__init__("pawl-tasks", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        all_tasks = list(View().tasks())
        names = {task.address: task.name() for task in all_tasks}
        for task in all_tasks:
            print(task.title(names))
            if not task.runs:
                print_chain(suspended(task.frame()))
            elif gdb.selected_thread():
                print_chain(current_chain(gdb.newest_frame()))
        if not all_tasks:
            print("no tasks")


class Stack(gdb.Command):
    """Prints the chain of awaits of the task that runs in this thread, or of the task named."""

    def __init__(self):
        super().__init__("pawl-stack", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        if argument:
            found = [task for task in View().tasks() if task.name() == argument and not task.runs]
            if not found:
                raise gdb.GdbError(f"no task '{argument}' that waits; pawl-tasks lists them")
            for task in found:
                print_chain(suspended(task.frame()))
            return
        chain = list(current_chain(gdb.newest_frame()))
        if not chain:
            raise gdb.GdbError("no coroutine runs in this thread; pawl-tasks shows who waits")
        print_chain(chain)


class NextParameter(gdb.Parameter):
    """Whether `next` over an await stops where the coroutine goes on."""
    set_doc = "Set whether `next` over an await stops where the coroutine goes on."
    show_doc = "Show whether `next` over an await stops where the coroutine goes on."

    def __init__(self):
        super().__init__("pawl-next", gdb.COMMAND_RUNNING, gdb.PARAM_BOOLEAN)
        self.value = True

    def get_set_string(self):
        return ""

    def get_show_string(self, value):
        return f"`next` stops where the coroutine goes on: {value}."


class GoingOn(gdb.Breakpoint):
    """Stops on a line of a body, for one frame."""

    def __init__(self, file, line, header):
        super().__init__(source=file, line=str(line), internal=True)
        self.silent = True
        self.header = header

    def stop(self):
        body = Body.of(gdb.selected_frame())
        return body is not None and body.header == self.header


class Stepper:
    """Follows `next` out of a body that suspends, or ends, to where its chain of awaits goes on."""

    def __init__(self):
        self.places = None
        self.plain = False
        self.busy = False
        gdb.events.stop.connect(self.stopped)

    def stopped(self, event):
        self.plain = not isinstance(event, (gdb.SignalEvent, gdb.BreakpointEvent))

    def before(self):
        """`next` is about to run."""
        if self.busy:
            return
        self.places, self.plain = None, False
        if not gdb.parameter("pawl-next") or not gdb.selected_thread():
            return
        body = Body.of(gdb.newest_frame())
        if body:
            self.places = self.going_on(body)

    def after(self):
        """`next` has stopped."""
        if self.busy:
            return
        places, self.places = self.places, None
        moved = False
        # The way out leads over the line of the body's beginning.
        for _ in range(MOST_STEPS):
            body = self.stepped() and Body.of(gdb.newest_frame())
            if not places or not body or body.line not in body.beginning:
                break
            moved = self.go("next")
        if not places or not self.stepped():
            return
        frame = gdb.newest_frame()
        if not Body.of(frame) and self.runs_frames(frame):
            own, awaiting = places
            breakpoints = [GoingOn(*place) for place in (awaiting if has_ended(frame) else own)]
            try:
                moved = self.go("continue")
            finally:
                for breakpoint in breakpoints:
                    breakpoint.delete()
        if moved and gdb.selected_thread():
            gdb.execute("frame")

    def go(self, command):
        self.busy = True
        try:
            gdb.execute(command, to_string=True)
        finally:
            self.busy = False
        return True

    def stepped(self):
        """Whether the program stands, and for no other reason than that a step was over."""
        return self.plain and gdb.selected_thread() is not None

    @staticmethod
    def runs_frames(frame):
        """Whether it is code that runs lowered frames."""
        symtab = frame.find_sal().symtab
        return symtab is None or re.search(r"/pawl/(lowered|detail/)", symtab.filename) is not None

    def going_on(self, body):
        """Where the body goes on after a suspension, and where the one that awaits it does after
        its end: files, lines and headers."""
        own = body.lines_but(body.line)
        outer = next(bodies(body.frame.older()), None)
        if outer:
            return own, outer.lines_but(outer.line)
        description = Description.of(body.header)
        header = read(body.header + description.continuation_offset) \
            if description and description.continuation_offset else 0
        awaiting = Description.of(header)
        return own, awaiting.lines_but(body.block.function.symtab, header) if awaiting else []


def has_ended(frame):
    """Whether the body that returned to `frame` said so."""
    try:
        return int(frame.read_var("next")) == 1
    except (ValueError, gdb.error):
        return False


STEPPER = Stepper()
Tasks()
Stack()
NextParameter()
gdb.execute("""define hook-next
python STEPPER.before()
end""")
gdb.execute("""define hookpost-next
python STEPPER.after()
end""")
