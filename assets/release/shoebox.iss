; The setup for Windows, for one user and without an administrator (Inno Setup 6.3). assets/release/windows.py calls the
; compiler with Version, Numbers (the same, four of them), Folder (the built one), Target, Name (the setup's) and Types,
; a file with a line for each kind of picture.

[Setup]
; by which a later setup finds what an earlier one installed: never changed
AppId={{6C0B5F0E-5B3E-4E0B-9C1D-3A1F7C3B8E52}
AppName=Shoebox
AppVersion={#Version}
AppVerName=Shoebox {#Version}
AppPublisher=The Shoebox authors
VersionInfoVersion={#Numbers}
DefaultDirName={autopf}\Shoebox
DisableDirPage=auto
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; Windows 10, 1809: what Qt 6 needs
MinVersion=10.0.17763
ChangesAssociations=yes
CloseApplications=yes
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
SetupIconFile=..\icon.ico
UninstallDisplayIcon={app}\shoebox.exe
OutputDir={#Target}
OutputBaseFilename={#Name}

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[CustomMessages]
en.OpenFolder=Show in Shoebox
de.OpenFolder=In Shoebox zeigen

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{autoprograms}\Shoebox"; Filename: "{app}\shoebox.exe"

; The Explorer offers the program for pictures and folders. Nothing is taken from another program.
[Registry]
Root: HKA; Subkey: "Software\Classes\Applications\shoebox.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Shoebox"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\shoebox.exe\shell\open\command"; ValueType: string; ValueData: """{app}\shoebox.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Directory\shell\Shoebox"; ValueType: string; ValueData: "{cm:OpenFolder}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Directory\shell\Shoebox"; ValueType: string; ValueName: "Icon"; ValueData: """{app}\shoebox.exe"""
Root: HKA; Subkey: "Software\Classes\Directory\shell\Shoebox\command"; ValueType: string; ValueData: """{app}\shoebox.exe"" ""%1"""
#include Types

[Run]
Filename: "{app}\shoebox.exe"; Description: "{cm:LaunchProgram,Shoebox}"; Flags: nowait postinstall skipifsilent
