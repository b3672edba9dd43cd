// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/intrusive_list.h: a doubly linked list whose links live in the elements, so that
// queueing allocates nothing and an element leaves whichever list it is in by itself.
#ifndef PAWL_DETAIL_INTRUSIVE_LIST_H
#define PAWL_DETAIL_INTRUSIVE_LIST_H

namespace pawl::detail {

/// The links of an element.  Copying and moving an element leaves the links alone: the new one is
/// in no list.
class list_node {
 public:
  list_node() noexcept = default;
  list_node(const list_node&) noexcept {}
  list_node& operator=(const list_node&) noexcept { return *this; }

  bool linked() const noexcept { return next_ != nullptr; }
  void unlink() noexcept {
    if (!next_) return;
    prev_->next_ = next_;
    next_->prev_ = prev_;
    prev_ = next_ = nullptr;
  }

 protected:
  ~list_node() { unlink(); }

 private:
  template <class T>
  friend class intrusive_list;
  friend struct debugger_view;
  list_node* prev_ = nullptr;
  list_node* next_ = nullptr;
};

/// A list of T, which derives from list_node.  It owns nothing; elements that are still linked when
/// it dies are unlinked.
template <class T>
class intrusive_list {
 public:
  intrusive_list() noexcept { reset(); }
  intrusive_list(const intrusive_list&) = delete;
  intrusive_list& operator=(const intrusive_list&) = delete;
  ~intrusive_list() {
    while (!empty()) pop_front();
    head_.prev_ = head_.next_ = nullptr;
  }

  bool empty() const noexcept { return head_.next_ == &head_; }
  T& front() noexcept { return *static_cast<T*>(head_.next_); }

  /// Appends an element which is in no list.
  void push_back(T& element) noexcept {
    list_node& node = element;
    node.prev_ = head_.prev_;
    node.next_ = &head_;
    head_.prev_->next_ = &node;
    head_.prev_ = &node;
  }
  /// Inserts an element, which is in no list, before the first for which `behind` is true.
  template <class F>
  void insert_before(T& element, F behind) noexcept {
    list_node* n = head_.next_;
    while (n != &head_ && !behind(*static_cast<T*>(n))) n = n->next_;
    list_node& node = element;
    node.prev_ = n->prev_;
    node.next_ = n;
    n->prev_->next_ = &node;
    n->prev_ = &node;
  }
  T& pop_front() noexcept {
    list_node& first = *head_.next_;
    head_.next_ = first.next_;
    first.next_->prev_ = &head_;
    first.prev_ = first.next_ = nullptr;
    return static_cast<T&>(first);
  }
  /// Whether there is exactly one element.
  bool single() const noexcept { return head_.next_ == head_.prev_ && !empty(); }
  /// Moves all elements of `other` behind those of this list, in their order, in constant time.
  void splice_back(intrusive_list& other) noexcept {
    if (other.empty()) return;
    list_node* first = other.head_.next_;
    list_node* last = other.head_.prev_;
    first->prev_ = head_.prev_;
    head_.prev_->next_ = first;
    last->next_ = &head_;
    head_.prev_ = last;
    other.reset();
  }
  /// Calls `f` with each element; `f` must not change the list.
  template <class F>
  void for_each(F f) {
    for (list_node* n = head_.next_; n != &head_; n = n->next_) f(*static_cast<T*>(n));
  }

 private:
  struct sentinel : list_node {};
  void reset() noexcept { head_.prev_ = head_.next_ = &head_; }
  sentinel head_;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_INTRUSIVE_LIST_H
