// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/group_core.h: a TaskGroup, as far as it does not depend on what its tasks return.
#ifndef PAWL_DETAIL_GROUP_CORE_H
#define PAWL_DETAIL_GROUP_CORE_H

#include <pawl/detail/intrusive_list.h>
#include <pawl/detail/loop_base.h>
#include <pawl/detail/with_core.h>

#include <exception>
#include <string>
#include <vector>

namespace pawl::detail {

class group_core;

/// One who is told instead of the group when a task ends that has not said that it is ready.
class start_observer {
 public:
  /// True when the error, null for none, was taken.
  virtual bool ended_early(const std::exception_ptr& error) = 0;

 protected:
  ~start_observer() = default;
};

/// A task's place in its group: among its tasks, then among the callbacks of the task.  It lies in
/// the task's own state, to which it refers until it has run.
class group_link : private ready_node {
 public:
  group_link(const group_link&) = delete;
  group_link& operator=(const group_link&) = delete;
  task_core& task() const noexcept { return task_; }
  void observe_start(start_observer* observer) noexcept { observer_ = observer; }

 protected:
  explicit group_link(task_core& task) noexcept : task_(task) { membership_.link = this; }
  ~group_link() = default;

 private:
  friend class group_core;
  struct membership final : list_node {
    group_link* link = nullptr;
  };
  void run() override;
  void drop() noexcept override;
  group_core* group_ = nullptr;
  membership membership_;
  task_core& task_;
  start_observer* observer_ = nullptr;
};

class group_core : public scope {
 public:
  /// Asks the tasks and the body to end, and leaves the scope without an error for that.  Before it
  /// is entered, as soon as it is; again, and after it was left, does nothing.
  void cancel();

  void enter(task_core* task) override;
  bool leave(std::exception_ptr& error, with_core& exit) noexcept override;
  void finish(std::exception_ptr& error) noexcept override;
  void exit_cancelled() noexcept override;
  void abandon() noexcept override;

 protected:
  group_core() noexcept = default;
  /// Moved only before it is entered.
  group_core(const group_core& other) noexcept
      : scope(other), cancel_on_entry_(other.cancel_on_entry_) {}
  ~group_core() { abandon(); }

  /// Throws RuntimeError unless tasks can be added.
  void require_open() const;
  void add(group_link& link) noexcept;

 private:
  friend class group_link;
  enum class state : unsigned char { created, entered, exiting, finished };

  void child_done(group_link& link) noexcept;
  void collect(const std::exception_ptr& error) noexcept;
  void cancel_body() noexcept;
  /// Cancels the tasks; no more can be added.
  void abort() noexcept;

  task_core* parent_ = nullptr;
  with_core* exit_ = nullptr;  // who waits for the last task
  intrusive_list<group_link::membership> children_;
  std::vector<std::exception_ptr> errors_;
  unsigned cancelling_before_ = 0;
  unsigned cancelling_at_exit_ = 0;
  state state_ = state::created;
  bool aborting_ = false;
  bool cancel_on_entry_ = false;
  bool cancelled_body_ = false;  // by this group, to be taken back
  bool exit_cancelled_ = false;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_GROUP_CORE_H
