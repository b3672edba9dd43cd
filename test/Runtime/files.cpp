// Whole files, and a full disk.
// RUN: %dialect -Wno-pawl-blocking-call %s -o %t && %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: read_and_written ok
// CHECK-EXEC: failures ok
// CHECK-EXEC: replaced ok
// CHECK-EXEC: a_full_disk_behind_a_stream ok
#include "Inputs/dialect.h"

#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

using pawl::Coro;

struct Folder {
  std::string path = "/tmp/pawl-files-XXXXXX";
  Folder() {
    if (!mkdtemp(path.data()))
      std::abort();
  }
  ~Folder() {
    for (const char *name : {"/a", "/b"})
      unlink((path + name).c_str());
    rmdir(path.c_str());
  }
};

mode_t mode_of(const std::string &path) {
  struct stat file;
  return stat(path.c_str(), &file) == 0 ? file.st_mode & 0777 : 0;
}

async SCENARIO(read_and_written) {
  Folder folder;
  const std::string a = folder.path + "/a", data(1000000, 'x');
  await pawl::write_file(a, data);
  expect(await pawl::read_file(a) == data);
  await pawl::write_file(a, "short");
  await pawl::append_file(a, std::string("\0er", 3));
  expect(await pawl::read_file(a) == std::string("short\0er", 8));
  await pawl::append_file(folder.path + "/b", "made");
  expect(await pawl::read_file(folder.path + "/b") == "made");
  // It says that it has no bytes.
  expect((await pawl::read_file("/proc/self/status")).find("Name:") == 0);
  expect((await pawl::read_file("/dev/null")).empty());
}

async SCENARIO(failures) {
  try {
    await pawl::read_file("/no/such/file");
    expect(false);
  } catch (const std::system_error &e) {
    expect(std::string(e.what()) == "cannot open '/no/such/file': No such file or directory");
  }
  EXPECT_THROW(std::system_error, await pawl::read_file("/tmp"));
  try {
    await pawl::write_file("/dev/full", "no room");
    expect(false);
  } catch (const std::system_error &e) {
    expect(e.code().value() == ENOSPC);
  }
  EXPECT_THROW(std::system_error, await pawl::replace_file("/no/such/folder/file", "x"));
}

async SCENARIO(replaced) {
  Folder folder;
  const std::string a = folder.path + "/a";
  await pawl::replace_file(a, "new");
  expect((mode_of(a) & 0600) == 0600);
  chmod(a.c_str(), 0640);
  await pawl::replace_file(a, "newer");
  expect(await pawl::read_file(a) == "newer");
  expect(mode_of(a) == 0640);
}

async SCENARIO(a_full_disk_behind_a_stream) {
  auto writer = pawl::connect_write_pipe(open("/dev/full", O_WRONLY));
  writer.write("no room");
  EXPECT_THROW(std::system_error, await writer.drain());
  EXPECT_THROW(std::system_error, await writer.wait_closed());
}
