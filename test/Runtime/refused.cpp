// What is a TypeError in Python does not compile: asyncio.md, T06, T09, W07, A05, G13.
// RUN: %gxx17 %s -o %t && %t
// RUN: %clangxx20 %s -o %t && %t
#include <pawl/pawl.h>

#include <type_traits>
#include <vector>

template <class A, class = void>
struct CanCreateTask : std::false_type {};
template <class A>
struct CanCreateTask<A, std::void_t<decltype(pawl::create_task(std::declval<A>()))>>
    : std::true_type {};
template <class A, class = void>
struct CanSetResult : std::false_type {};
template <class A>
struct CanSetResult<A, std::void_t<decltype(std::declval<A&>().set_result(1))>> : std::true_type {};
template <class A, class = void>
struct CanWait : std::false_type {};
template <class A>
struct CanWait<A, std::void_t<decltype(pawl::wait(std::declval<A>()))>> : std::true_type {};
template <class A, class = void>
struct CanGatherEach : std::false_type {};
template <class A>
struct CanGatherEach<A, std::void_t<decltype(pawl::as_completed(std::declval<A>()))>>
    : std::true_type {};
template <class Void, class... A>
struct GatherIsCalled : std::false_type {};
template <class... A>
struct GatherIsCalled<std::void_t<decltype(pawl::gather(std::declval<A>()...))>, A...>
    : std::true_type {};
template <class... A>
using CanGather = GatherIsCalled<void, A...>;

// T06
static_assert(CanCreateTask<pawl::Coro<int>>::value);
static_assert(!CanCreateTask<int>::value && !CanCreateTask<pawl::Future<int>>::value);
// T09
static_assert(CanSetResult<pawl::Future<int>>::value && !CanSetResult<pawl::Task<int>>::value);
// W07
static_assert(CanWait<std::vector<pawl::Task<int>>>::value && !CanWait<pawl::Task<int>>::value);
// A05
static_assert(CanGatherEach<std::vector<pawl::Coro<int>>>::value);
static_assert(!CanGatherEach<pawl::Task<int>>::value);
// G13
static_assert(CanGather<pawl::Coro<int>, pawl::Future<int>>::value);
static_assert(!CanGather<pawl::Coro<int>, int>::value && !CanGather<const char*>::value);

int main() {}
