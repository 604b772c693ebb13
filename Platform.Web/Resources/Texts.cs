namespace Platform.Web.Resources;

/// <summary>Marks the resource files Texts.resx (English) and Texts.ko.resx; every text a person reads comes from them.</summary>
public sealed class Texts;
