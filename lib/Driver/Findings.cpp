//===- Findings.cpp - Diagnostics as data ---------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/Findings.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <map>

namespace json = llvm::json;

namespace pawl {

static json::Object toObject(const FindingPlace &Place) {
  if (Place.File.empty())
    return {};
  return json::Object{{"file", Place.File},
                      {"line", Place.Line},
                      {"column", Place.Column},
                      {"endLine", Place.EndLine},
                      {"endColumn", Place.EndColumn}};
}

json::Value toJSON(const FindingRecord &Record) {
  json::Object Result = toObject(Record.Place);
  Result["severity"] = Record.Severity;
  if (!Record.Check.empty())
    Result["check"] = Record.Check;
  Result["message"] = Record.Message;
  json::Array Notes, Edits;
  for (const FindingNote &Note : Record.Notes) {
    json::Object Each = toObject(Note.Place);
    Each["message"] = Note.Message;
    Notes.push_back(std::move(Each));
  }
  for (const FindingEdit &Edit : Record.Edits) {
    json::Object Each = toObject(Edit.Place);
    Each["offset"] = Edit.Offset;
    Each["length"] = Edit.Length;
    Each["text"] = Edit.Text;
    Edits.push_back(std::move(Each));
  }
  Result["notes"] = std::move(Notes);
  Result["fixes"] = std::move(Edits);
  return Result;
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

static FindingPlace placeOf(const json::Object &From) {
  FindingPlace Place;
  Place.File = From.getString("file").value_or("").str();
  Place.Line = From.getInteger("line").value_or(0);
  Place.Column = From.getInteger("column").value_or(0);
  Place.EndLine = From.getInteger("endLine").value_or(0);
  Place.EndColumn = From.getInteger("endColumn").value_or(0);
  return Place;
}

/// Calls \p Take for every object in the array called \p Name.
static void forEachIn(const json::Object &From, llvm::StringRef Name,
                      llvm::function_ref<void(const json::Object &)> Take) {
  if (const json::Array *List = From.getArray(Name))
    for (const json::Value &Each : *List)
      if (const json::Object *Object = Each.getAsObject())
        Take(*Object);
}

std::optional<std::vector<FindingRecord>> parseFindings(llvm::StringRef Text) {
  llvm::Expected<json::Value> Parsed = json::parse(Text);
  if (!Parsed) {
    llvm::consumeError(Parsed.takeError());
    return std::nullopt;
  }
  std::vector<FindingRecord> Records;
  json::Object Wrapped{{"findings", std::move(*Parsed)}};
  forEachIn(Wrapped, "findings", [&](const json::Object &From) {
    FindingRecord &Record = Records.emplace_back();
    Record.Place = placeOf(From);
    Record.Severity = From.getString("severity").value_or("").str();
    Record.Check = From.getString("check").value_or("").str();
    Record.Message = From.getString("message").value_or("").str();
    forEachIn(From, "notes", [&](const json::Object &Note) {
      Record.Notes.push_back({placeOf(Note), Note.getString("message").value_or("").str()});
    });
    forEachIn(From, "fixes", [&](const json::Object &Edit) {
      FindingEdit &Each = Record.Edits.emplace_back();
      Each.Place = placeOf(Edit);
      Each.Offset = Edit.getInteger("offset").value_or(0);
      Each.Length = Edit.getInteger("length").value_or(0);
      Each.Text = Edit.getString("text").value_or("").str();
    });
  });
  return Records;
}

//===----------------------------------------------------------------------===//
// Printing
//===----------------------------------------------------------------------===//

static std::string print(json::Value Value) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  OS << llvm::formatv("{0:2}", Value) << '\n';
  return Text;
}

std::string printJson(const std::vector<FindingRecord> &Records) {
  json::Array All;
  for (const FindingRecord &Record : Records)
    All.push_back(toJSON(Record));
  return print(std::move(All));
}

/// The reference to \p File as RFC 3986 writes one.
static std::string uriOf(llvm::StringRef File) {
  std::string Uri = llvm::sys::path::is_absolute(File) ? "file://" : "";
  for (unsigned char C : File)
    if (llvm::isAlnum(C) || llvm::StringRef("-._~/").contains(C))
      Uri += static_cast<char>(C);
    else
      Uri += "%" + llvm::utohexstr(C, /*LowerCase=*/false, /*Width=*/2);
  return Uri;
}

static json::Object regionOf(const FindingPlace &Place) {
  // What is not known is left out: numbers begin with 1.
  json::Object Region;
  for (auto [Name, Number] :
       {std::pair("startLine", Place.Line), std::pair("startColumn", Place.Column),
        std::pair("endLine", Place.EndLine), std::pair("endColumn", Place.EndColumn)})
    if (Number)
      Region[Name] = Number;
  return Region;
}

static json::Object locationOf(const FindingPlace &Place) {
  return json::Object{{"physicalLocation",
                       json::Object{{"artifactLocation", json::Object{{"uri", uriOf(Place.File)}}},
                                    {"region", regionOf(Place)}}}};
}

static json::Object resultOf(const FindingRecord &Record) {
  json::Object Result{{"level", Record.Severity == "hint" ? "note" : Record.Severity},
                      {"message", json::Object{{"text", Record.Message}}}};
  if (!Record.Check.empty())
    Result["ruleId"] = "pawl-" + Record.Check;
  if (!Record.Place.File.empty())
    Result["locations"] = json::Array{locationOf(Record.Place)};
  json::Array Related;
  for (const FindingNote &Note : Record.Notes) {
    if (Note.Place.File.empty())
      continue;
    json::Object Each = locationOf(Note.Place);
    Each["message"] = json::Object{{"text", Note.Message}};
    Related.push_back(std::move(Each));
  }
  if (!Related.empty())
    Result["relatedLocations"] = std::move(Related);
  std::map<std::string, json::Array> Replacements;
  for (const FindingEdit &Edit : Record.Edits)
    Replacements[Edit.Place.File].push_back(
        json::Object{{"deletedRegion", regionOf(Edit.Place)},
                     {"insertedContent", json::Object{{"text", Edit.Text}}}});
  if (!Replacements.empty()) {
    json::Array Changes;
    for (auto &[File, List] : Replacements)
      Changes.push_back(json::Object{{"artifactLocation", json::Object{{"uri", uriOf(File)}}},
                                     {"replacements", std::move(List)}});
    Result["fixes"] = json::Array{json::Object{{"artifactChanges", std::move(Changes)}}};
  }
  return Result;
}

std::string printSarif(const std::vector<FindingRecord> &Records) {
  std::map<std::string, json::Object> Rules;
  json::Array Results;
  for (const FindingRecord &Record : Records) {
    Results.push_back(resultOf(Record));
    if (!Record.Check.empty())
      Rules["pawl-" + Record.Check] = json::Object{
          {"id", "pawl-" + Record.Check},
          {"name", Record.Check},
          {"help", json::Object{{"text", "see docs/diagnostics/" + Record.Check + ".md of Pawl"}}}};
  }
  json::Array RuleList;
  for (auto &[Name, Rule] : Rules)
    RuleList.push_back(std::move(Rule));
  json::Object Driver{{"name", "pawl"}, {"version", PAWL_VERSION}, {"rules", std::move(RuleList)}};
  json::Object Run{{"tool", json::Object{{"driver", std::move(Driver)}}},
                   {"columnKind", "unicodeCodePoints"},
                   {"results", std::move(Results)}};
  return print(json::Object{{"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/"
                                        "os/schemas/sarif-schema-2.1.0.json"},
                            {"version", "2.1.0"},
                            {"runs", json::Array{std::move(Run)}}});
}

} // namespace pawl
