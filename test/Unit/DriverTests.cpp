//===- DriverTests.cpp - Unit tests of the driver's parts -----------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/CompilerCommand.h"
#include "Driver/DependencyFile.h"
#include "Driver/LineMarkers.h"
#include "Driver/WordScan.h"
#include <gtest/gtest.h>

using namespace pawl;
using Strings = std::vector<std::string>;

TEST(WordScan, FindsWordsOfTheDialect) {
  EXPECT_TRUE(scanWords("async Coro<> f() {}").hasAsyncWord());
  EXPECT_TRUE(scanWords("auto l = async [] {};").hasAsyncWord());
  EXPECT_TRUE(scanWords("T f() { co_await x; }").hasAsyncWord());
  EXPECT_TRUE(scanWords("T f() { co_return; }").hasAsyncWord());
  EXPECT_TRUE(scanWords("auto operator co_await(T);").hasAsyncWord());
}

TEST(WordScan, IgnoresCommentsAndLiterals) {
  EXPECT_FALSE(scanWords("// async\n/* co_await */ int x;").hasAsyncWord());
  EXPECT_FALSE(scanWords("// a \\\n async\nint x;").hasAsyncWord());
  EXPECT_FALSE(scanWords("auto s = \"async \\\" co_await\";").hasAsyncWord());
  EXPECT_FALSE(scanWords("auto s = R\"x(async )\" co_await)x\";").hasAsyncWord());
  EXPECT_FALSE(scanWords("auto s = u8R\"(co_await)\";").hasAsyncWord());
  EXPECT_TRUE(scanWords("int n = 1'000; async T f() {} int m = 1'0;").hasAsyncWord());
  EXPECT_TRUE(scanWords("char c = '\"'; async T f() {}").hasAsyncWord());
}

TEST(WordScan, IgnoresTheStandardLibrarysAsync) {
  EXPECT_FALSE(scanWords("std::async(f); std::launch :: async;").hasAsyncWord());
  EXPECT_FALSE(scanWords("asynchronous(); my_async(); async_read();").hasAsyncWord());
}

TEST(WordScan, IgnoresOtherUsesOfTheName) {
  EXPECT_FALSE(scanWords("int async; int x = async; f(async); async(f); a.async = 1;").HasAsync);
  EXPECT_FALSE(scanWords("#if defined(async)\n#endif").HasAsync);
  EXPECT_TRUE(scanWords("#define CORO async\nint x;").HasAsync);
  EXPECT_TRUE(scanWords("async ::T f() {}").HasAsync);
}

TEST(WordScan, SeesModules) {
  for (const char *Text : {"import std;", "import <vector>;", "export import a.b;", "module;",
                           "export module a:part;", "import :part; // x"})
    EXPECT_TRUE(scanWords(Text).HasModuleLine) << Text;
  for (const char *Text :
       {"  module m;", "module m = 1;", "module::x;", "import(x);", "// import x;", "int import;",
        "#import <x>", "module x() { return 1; }"})
    EXPECT_FALSE(scanWords(Text).HasModuleLine) << Text;
}

TEST(WordScan, SeesIncludesThatMacrosName) {
  EXPECT_TRUE(scanWords("#include HEADER\n").HasComputedInclude);
  EXPECT_FALSE(scanWords("#include <a>\n#include \"b\"\n").HasComputedInclude);
}

TEST(WordScan, CollectsIncludes) {
  WordScan Scan = scanWords("#include <a.h>\n#  include \"b/c.h\" // x\n// #include \"d.h\"\n");
  EXPECT_EQ(Scan.Includes, (Strings{"a.h", "\"b/c.h"}));
  EXPECT_EQ(scanHeader("#include <a.h>\n#  include \"b/c.h\" // x\n// #include \"d.h\"").Includes,
            Scan.Includes);
  EXPECT_TRUE(scanHeader("#include HEADER").HasComputedInclude);
  EXPECT_FALSE(scanHeader("/* #include HEADER */").HasComputedInclude);
  EXPECT_TRUE(scanHeader("#include <a.h>\nasync T f();").HasAsync);
}

TEST(DependencyFile, ReadsWhatCompilersWrite) {
  auto Rules = parseDependencies("a.o: a.cpp \\\n  dir\\ x/b.h c$$.h\n\nb.h:\n");
  ASSERT_EQ(Rules.size(), 2u);
  EXPECT_EQ(Rules[0].Targets, Strings{"a.o"});
  EXPECT_EQ(Rules[0].Prerequisites, (Strings{"a.cpp", "dir x/b.h", "c$.h"}));
  EXPECT_EQ(Rules[1].Targets, Strings{"b.h"});
  EXPECT_TRUE(Rules[1].Prerequisites.empty());
}

TEST(DependencyFile, WritesWhatItReads) {
  std::vector<DependencyRule> Rules = {{{"a b.o"}, {"x#.cpp", "c$.h"}}};
  auto Again = parseDependencies(printDependencies(Rules));
  ASSERT_EQ(Again.size(), 1u);
  EXPECT_EQ(Again[0].Targets, Rules[0].Targets);
  EXPECT_EQ(Again[0].Prerequisites, Rules[0].Prerequisites);
}

TEST(DependencyFile, PutsTheSourceInPlaceOfTheTemporary) {
  std::string Text = correctDependencies("a.o: /tmp/t/a.cpp x.h\n", "/tmp/t/a.cpp", "src/a.cpp",
                                         {"src/a.cpp", "async.h", "x.h"}, "/bin/lower");
  auto Rules = parseDependencies(Text);
  ASSERT_EQ(Rules.size(), 2u);
  EXPECT_EQ(Rules[0].Prerequisites, (Strings{"src/a.cpp", "x.h", "/bin/lower", "async.h"}));
  EXPECT_EQ(Rules[1].Targets, Strings{"/bin/lower"});
  EXPECT_TRUE(Rules[1].Prerequisites.empty());
}

TEST(DependencyFile, NamesExpandedHeadersAsCompilersDo) {
  // -MP writes a rule for each header.
  std::string Text = correctDependencies("a.o: /tmp/t/a.cpp lib/x.h\nlib/x.h:\n", "/tmp/t/a.cpp",
                                         "a.cpp", {"a.cpp", "./lib/async.h", "./lib/x.h"}, "lower");
  auto Rules = parseDependencies(Text);
  ASSERT_EQ(Rules.size(), 4u);
  EXPECT_EQ(Rules[0].Prerequisites, (Strings{"a.cpp", "lib/x.h", "lower", "lib/async.h"}));
  EXPECT_EQ(Rules[1].Targets, (Strings{"lib/x.h"}));
  EXPECT_EQ(Rules[2].Targets, (Strings{"lib/async.h"}));
  EXPECT_TRUE(Rules[2].Prerequisites.empty());
}

TEST(DependencyFile, LeavesOtherRulesAlone) {
  EXPECT_EQ(correctDependencies("b.o:  b.cpp\n", "/tmp/t/a.cpp", "a.cpp", {}, "lower"),
            "b.o:  b.cpp\n");
}

TEST(DependencyFile, FindsExpandedHeaders) {
  EXPECT_EQ(filesNamedByLines("#line 1 \"a.cpp\"\nint x; // #line 2 \"no\"\n#line 3 \"q\\\"h\"\n"
                              "#line 4\n#line 9 \"a.cpp\"\n"),
            (Strings{"a.cpp", "q\"h"}));
}

TEST(LineMarkers, AreRenamed) {
  EXPECT_EQ(renameInLineMarkers("# 0 \"/t/a.cpp\"\n#line 3 \"/t/a.cpp\"\nf(\"/t/a.cpp\");\n"
                                "# 1 \"/t/a.cpp\" 2\n# 1 \"b.h\" 1",
                                "/t/a.cpp", "x\"y"),
            "# 0 \"x\\\"y\"\n#line 3 \"x\\\"y\"\nf(\"/t/a.cpp\");\n"
            "# 1 \"x\\\"y\" 2\n# 1 \"b.h\" 1");
}

TEST(CompilerCommand, TakesACompileApart) {
  CompilerCommand Command = parseCompilerCommand({"g++", "-O2", "-Iinc", "-I", "more", "-std=c++17",
                                                  "-MD", "-MF", "a.d", "-c", "a.cpp", "-oa.o"});
  EXPECT_EQ(Command.Mode, CompileMode::Compile);
  EXPECT_EQ(Command.Output, "a.o");
  EXPECT_EQ(Command.DependencyFile, "a.d");
  EXPECT_TRUE(Command.WritesDependencies);
  EXPECT_TRUE(Command.isBeforeCxx20());
  EXPECT_EQ(Command.IncludeFolders, (Strings{"inc", "more"}));
  EXPECT_EQ(Command.ParseFlags, (Strings{"-O2", "-Iinc", "-I", "more", "-std=c++17"}));
  ASSERT_EQ(Command.Sources.size(), 1u);
  EXPECT_EQ(Command.Args[Command.Sources[0]], "a.cpp");
}

TEST(CompilerCommand, TellsInputsApart) {
  CompilerCommand Command = parseCompilerCommand(
      {"g++", "a.cc", "b.o", "-x", "c", "c.cpp", "-x", "none", "d.c", "-x", "c++", "e", "-lm"});
  Strings Sources;
  for (size_t Index : Command.Sources)
    Sources.push_back(Command.Args[Index]);
  // g++ takes C's names for C++; gcc does not.
  EXPECT_EQ(Sources, (Strings{"a.cc", "d.c", "e"}));
  EXPECT_EQ(Command.OtherInputs.size(), 2u);
  EXPECT_TRUE(parseCompilerCommand({"gcc", "-c", "d.c", "e.h"}).Sources.empty());
  EXPECT_EQ(Command.Mode, CompileMode::Link);
  EXPECT_TRUE(Command.LanguageGiven);
}

TEST(CompilerCommand, KnowsLongForms) {
  CompilerCommand Command =
      parseCompilerCommand({"g++", "--compile", "--output=x.o", "--include-directory", "inc",
                            "--define-macro=A=async", "--language", "c++", "--include=p.h", "src"});
  EXPECT_EQ(Command.Mode, CompileMode::Compile);
  EXPECT_EQ(Command.Output, "x.o");
  EXPECT_EQ(Command.IncludeFolders, Strings{"inc"});
  EXPECT_EQ(Command.Macros, Strings{"A=async"});
  EXPECT_EQ(Command.ForcedIncludes, Strings{"p.h"});
  EXPECT_EQ(Command.Sources, std::vector<size_t>{Command.Args.size() - 1});
}

TEST(CompilerCommand, ReadsHeadersInPlaceOfPrecompiledOnes) {
  // What CMake writes for clang++.
  CompilerCommand Command =
      parseCompilerCommand({"clang++", "-Xclang", "-include-pch", "-Xclang", "p.hxx.pch", "-Xclang",
                            "-include", "-Xclang", "p.hxx", "-c", "a.cpp"});
  EXPECT_EQ(Command.ParseFlags, (Strings{"-include", "p.hxx"}));
  EXPECT_TRUE(Command.UnnamedPrecompiled.empty());
  Command = parseCompilerCommand({"clang++", "-include-pch", "none.pch", "-c", "a.cpp"});
  EXPECT_EQ(Command.UnnamedPrecompiled, Strings{"none.pch"});
  EXPECT_TRUE(Command.ParseFlags.empty());
}

TEST(CompilerCommand, MapsNames) {
  CompilerCommand Command = parseCompilerCommand(
      {"g++", "-ffile-prefix-map=/a=x", "-fdebug-prefix-map=/a/b=y", "-c", "a.cpp"});
  EXPECT_EQ(mappedName("/a/b/c.cpp", Command.PrefixMaps), "y/c.cpp");
  EXPECT_EQ(mappedName("/a/c.cpp", Command.PrefixMaps), "x/c.cpp");
  EXPECT_EQ(mappedName("c.cpp", Command.PrefixMaps), "c.cpp");
}

TEST(CompilerCommand, TheEarlierStageWins) {
  EXPECT_EQ(parseCompilerCommand({"g++", "-E", "-c", "a.cpp"}).Mode, CompileMode::Preprocess);
  EXPECT_EQ(parseCompilerCommand({"g++", "-c", "-S", "a.cpp"}).Mode, CompileMode::Assemble);
  EXPECT_EQ(parseCompilerCommand({"g++", "-MM", "a.cpp"}).Mode, CompileMode::ListFiles);
}

TEST(CompilerCommand, LooksBehindALauncher) {
  CompilerCommand Command = parseCompilerCommand({"/usr/bin/ccache", "clang++", "-c", "a.cpp"});
  EXPECT_EQ(Command.compiler(), "clang++");
  EXPECT_EQ(Command.Program, (Strings{"/usr/bin/ccache", "clang++"}));
}

TEST(CompilerCommand, NamesOutputsAsCompilersDo) {
  EXPECT_EQ(parseCompilerCommand({"g++", "-c", "x/a.cpp"}).defaultOutput("x/a.cpp"), "a.o");
  EXPECT_EQ(parseCompilerCommand({"g++", "-S", "x/a.cpp"}).defaultOutput("x/a.cpp"), "a.s");
}

TEST(CompilerCommand, MakesFoldersAbsolute) {
  EXPECT_EQ(makeFlagsAbsolute({"-Iinc", "-I", "/abs", "-isystem", "sys", "-O2"}, "/b"),
            (Strings{"-I/b/inc", "-I", "/abs", "-isystem", "/b/sys", "-O2"}));
}
