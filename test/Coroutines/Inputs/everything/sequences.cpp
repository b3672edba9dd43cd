// Generators: numbers, trees, permutations, pipelines, and generators that end early or throw.
#include "generator.h"
#include "parts.h"

namespace {

generator<int> count(int from, int to) {
  Resource r("count");
  for (int i = from; i < to; ++i) co_yield i;
}

generator<std::string> words(std::string text) {
  std::string word;
  for (char c : text) {
    if (c != ' ') {
      word += c;
      continue;
    }
    if (!word.empty()) co_yield word;
    word.clear();
  }
  if (!word.empty()) co_yield std::move(word);
}

/// A search tree whose traversals are generators: members, recursive, of three orders.
class Tree {
 public:
  enum Order { pre, in, post };
  void insert(int v) {
    std::unique_ptr<Node>* at = &root_;
    while (*at) at = v < (*at)->value ? &(*at)->left : &(*at)->right;
    *at = std::make_unique<Node>();
    (*at)->value = v;
  }
  generator<int> walk(Order order) const { return walk(root_.get(), order); }
  /// The path to a value, if it is there.
  generator<int> path(int v) const {
    for (const Node* n = root_.get(); n; n = v < n->value ? n->left.get() : n->right.get()) {
      co_yield n->value;
      if (n->value == v) co_return;
    }
    throw std::out_of_range("no such value");
  }

 private:
  struct Node {
    int value = 0;
    std::unique_ptr<Node> left, right;
  };
  static generator<int> walk(const Node* n, Order order) {
    if (!n) co_return;
    if (order == pre) co_yield n->value;
    co_yield elements_of(walk(n->left.get(), order));
    if (order == in) co_yield n->value;
    co_yield elements_of(walk(n->right.get(), order));
    if (order == post) co_yield n->value;
  }
  std::unique_ptr<Node> root_;
};

generator<std::string> permutations(std::string chosen, std::string rest) {
  if (rest.empty()) {
    co_yield chosen;
    co_return;
  }
  for (std::size_t i = 0; i < rest.size(); ++i) {
    std::string fewer = rest;
    fewer.erase(i, 1);
    co_yield elements_of(permutations(chosen + rest[i], fewer));
  }
}

struct Move {
  int disc;
  char from, to;
};
generator<Move> hanoi(int n, char from, char to, char over) {
  if (n > 1) co_yield elements_of(hanoi(n - 1, from, over, to));
  co_yield Move{n, from, to};
  if (n > 1) co_yield elements_of(hanoi(n - 1, over, to, from));
}

/// A pipeline: each stage owns the one before.
generator<int> without_multiples(generator<int> numbers, int of) {
  for (int n : numbers)
    if (n % of != 0) co_yield n;
}
generator<int> primes(int below) {
  std::vector<int> found;
  for (int n : count(2, below)) {
    bool prime = true;
    for (int p : found) {
      if (p * p > n) break;
      if (n % p == 0) {
        prime = false;
        break;
      }
    }
    if (!prime) continue;
    found.push_back(n);
    co_yield n;
  }
}

generator<int> faulty(int good) {
  Resource r("faulty");
  co_yield elements_of(count(0, good));
  throw std::runtime_error("out of numbers");
}
/// Catches what an inner generator throws and goes on.
generator<int> robust() {
  for (int round = 0; round < 2; ++round) {
    try {
      co_yield elements_of(faulty(round + 1));
    } catch (const std::runtime_error& e) {
      say("(%s)", e.what());
    }
    co_yield 100 + round;
  }
}

/// A coroutine lambda that refers to what is around it.
int weighted(std::vector<int> weights) {
  int calls = 0;
  auto each = [&weights, &calls, factor = 10]() mutable -> generator<int> {
    ++calls;
    for (int w : weights) co_yield w * factor;
    factor *= 2;
  };
  int sum = 0;
  for (int i = 0; i < 2; ++i)
    for (int v : each()) sum += v;
  return sum * 10 + calls;
}

}  // namespace

void sequences() {
  for (int i : count(3, 7)) say("%d", i);
  for (int i : count(0, 100)) {
    if (i == 2) break;
    say("%d", i);
  }
  end_line();
  for (const std::string& w : words(" the quick  brown fox")) say("<%s>", w.c_str());
  end_line();
  Tree tree;
  for (int v : {50, 20, 70, 10, 30, 60, 80, 25}) tree.insert(v);
  for (Tree::Order order : {Tree::pre, Tree::in, Tree::post}) {
    for (int v : tree.walk(order)) say("%d", v);
    end_line();
  }
  for (int wanted : {25, 26}) {
    try {
      for (int v : tree.path(wanted)) say("%d", v);
    } catch (const std::out_of_range& e) {
      say("(%s)", e.what());
    }
  }
  end_line();
  int shown = 0;
  for (const std::string& p : permutations("", "abcd"))
    if (shown++ % 5 == 0) say("%s", p.c_str());
  end_line();
  int moves = 0;
  for (const Move& m : hanoi(6, 'A', 'C', 'B')) {
    if (moves++ % 16 == 0) say("%d:%c%c", m.disc, m.from, m.to);
  }
  say("%d", moves);
  end_line();
  for (int n : without_multiples(without_multiples(count(1, 20), 2), 3)) say("%d", n);
  int last = 0;
  for (int p : primes(2000)) last = p;
  say("%d", last);
  end_line();
  for (int v : robust()) say("%d", v);
  try {
    for (int v : faulty(2)) say("%d", v);
  } catch (const std::runtime_error& e) {
    say("{%s}", e.what());
  }
  say("%d", weighted({1, 2, 3}));
  end_line();
}
